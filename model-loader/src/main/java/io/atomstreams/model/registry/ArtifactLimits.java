package io.atomstreams.model.registry;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.registry.ModelManifest.Artifact;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The most a model may bring, checked before anything of it is opened.
 *
 * @param totalBytes of all files together
 * @param fileBytes of one file
 * @param files how many
 * @param expansion how many times as large as its archive the unpacked content may be
 * @param manifestBytes of {@code manifest.json}
 * @param features of one row
 */
public record ArtifactLimits(
    long totalBytes, long fileBytes, int files, int expansion, int manifestBytes, int features) {

  /** 1 GiB in at most 512 files, a manifest of 8 MiB, 16384 features, archives of 1:100. */
  public static final ArtifactLimits DEFAULT =
      new ArtifactLimits(1L << 30, 1L << 30, 512, 100, 8 << 20, 16_384);

  private static final int PATH_CHARACTERS = 200;
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_@+=,. -]+(/[A-Za-z0-9_@+=,. -]+)*");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  public ArtifactLimits {
    if (totalBytes < 1
        || fileBytes < 1
        || files < 1
        || expansion < 1
        || manifestBytes < 1
        || features < 1) {
      throw new IllegalArgumentException("every limit must be 1 or more");
    }
  }

  /** Refuses a manifest of too many bytes. */
  public void requireManifest(String source, long bytes) {
    if (bytes > manifestBytes) {
      throw new ModelException(
          "%s has %d bytes, a manifest may have %d".formatted(source, bytes, manifestBytes));
    }
  }

  /** Refuses a manifest that asks for too much, or for files where none may lie. */
  public void require(ModelManifest manifest) {
    String model = "model " + manifest.ref();
    if (manifest.features().size() > features) {
      throw new ModelException(
          "%s has %d features, a model may have %d"
              .formatted(model, manifest.features().size(), features));
    }
    requireArtifacts(model, manifest.artifacts());
  }

  private void requireArtifacts(String model, List<Artifact> artifacts) {
    requireFiles(model, artifacts.size());
    Set<String> paths = new HashSet<>();
    long total = 0;
    for (Artifact artifact : artifacts) {
      requirePath(model, artifact.path());
      if (!paths.add(artifact.path())) {
        throw new ModelException(
            "%s: artifact %s is listed twice".formatted(model, artifact.path()));
      }
      if (!SHA_256.matcher(artifact.sha256()).matches()) {
        throw new ModelException(
            "%s: artifact %s has the SHA-256 '%s'; 64 lower-case hexadecimal digits are one"
                .formatted(model, artifact.path(), artifact.sha256()));
      }
      requireFile(model, artifact.path(), artifact.bytes());
      total += artifact.bytes();
      requireTotal(model, total);
    }
  }

  /** Refuses too many files. */
  public void requireFiles(String model, int count) {
    if (count > files) {
      throw new ModelException(
          "%s has %d files, a model may have %d".formatted(model, count, files));
    }
  }

  /** Refuses a file that is too large. */
  public void requireFile(String model, String path, long bytes) {
    if (bytes < 0 || bytes > fileBytes) {
      throw new ModelException(
          "%s: file %s has %d bytes, a file may have %d".formatted(model, path, bytes, fileBytes));
    }
  }

  /** Refuses files that are too large together. */
  public void requireTotal(String model, long bytes) {
    if (bytes > totalBytes) {
      throw new ModelException(
          "%s: its files have %d bytes and more, together they may have %d"
              .formatted(model, bytes, totalBytes));
    }
  }

  /** Refuses a path that leaves its directory or could be read in more than one way. */
  public static void requirePath(String model, String path) {
    boolean plain = path.length() <= PATH_CHARACTERS && PATH.matcher(path).matches();
    for (String part : path.split("/", -1)) {
      plain &= !part.startsWith(".") && !part.endsWith(".") && !part.isBlank();
    }
    if (!plain) {
      throw new ModelException(
          "%s: '%s' is no path of a model's file: letters, digits and _@+=,.- in parts between /, none hidden, none leading outside, at most %d characters"
              .formatted(
                  model,
                  path.length() > PATH_CHARACTERS ? path.substring(0, PATH_CHARACTERS) + "…" : path,
                  PATH_CHARACTERS));
    }
  }
}
