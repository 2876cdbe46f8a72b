package io.atomstreams.model.registry;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a version and their checksums: listed when saving, verified when opening. */
final class ArtifactCheck {

  private ArtifactCheck() {}

  /** Refuses a directory that does not hold exactly the artifacts: an engine may open any file. */
  static void verify(ModelManifest manifest, Path directory) {
    ModelRef ref = manifest.ref();
    requireAny(ref, manifest.artifacts());
    for (Artifact artifact : manifest.artifacts()) {
      verify(ref, artifact, directory.resolve(artifact.path()));
    }
    Set<String> listed =
        manifest.artifacts().stream().map(Artifact::path).collect(Collectors.toSet());
    for (Path file : files(ref, directory)) {
      String path = relative(directory, file);
      if (!listed.contains(path)) {
        throw new ModelException(
            "model %s: %s lies among its files and is not in the manifest; remove it"
                .formatted(ref, path));
      }
    }
  }

  static void requireAny(ModelRef ref, List<Artifact> artifacts) {
    if (artifacts.isEmpty()) {
      throw new ModelException("model " + ref + ": the manifest lists no artifact; save it again");
    }
  }

  private static void verify(ModelRef ref, Artifact artifact, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          "model %s: artifact %s is missing from %s; copy the version again"
              .formatted(ref, artifact.path(), file.getParent()));
    }
    try {
      requireBytes(ref, artifact, Files.size(file));
      requireChecksum(ref, artifact, Checksums.sha256(file));
    } catch (IOException e) {
      throw new ModelException("model " + ref + ": cannot read " + file + ": " + e, e);
    }
  }

  static void requireBytes(ModelRef ref, Artifact artifact, long bytes) {
    if (bytes != artifact.bytes()) {
      throw new ModelException(
          "model %s: artifact %s has %d bytes, the manifest says %d; copy the version again"
              .formatted(ref, artifact.path(), bytes, artifact.bytes()));
    }
  }

  static void requireChecksum(ModelRef ref, Artifact artifact, String sha256) {
    if (!sha256.equals(artifact.sha256())) {
      throw new ModelException(
          "model %s: artifact %s has SHA-256 %s, the manifest says %s; copy the version again"
              .formatted(ref, artifact.path(), sha256, artifact.sha256()));
    }
  }

  /** Every file below a directory with its checksum, by path; refuses what is over a limit. */
  static List<Artifact> list(ModelRef ref, Path directory, ArtifactLimits limits) {
    String model = "model " + ref;
    List<Path> files = files(ref, directory);
    limits.requireFiles(model, files.size());
    List<Artifact> artifacts = new ArrayList<>();
    long total = 0;
    try {
      for (Path file : files) {
        String path = relative(directory, file);
        ArtifactLimits.requirePath(model, path);
        long bytes = Files.size(file);
        limits.requireFile(model, path, bytes);
        limits.requireTotal(model, total += bytes);
        artifacts.add(new Artifact(path, bytes, Checksums.sha256(file)));
      }
    } catch (IOException e) {
      throw new ModelException("model %s: cannot read %s: %s".formatted(ref, directory, e), e);
    }
    return artifacts;
  }

  private static List<Path> files(ModelRef ref, Path directory) {
    List<Path> files;
    try (Stream<Path> found = Files.walk(directory)) {
      files =
          found
              .filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new ModelException("model %s: cannot read %s: %s".formatted(ref, directory, e), e);
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new ModelException(
            "model %s: %s is a link or a device; a model has plain files only"
                .formatted(ref, file));
      }
    }
    return files;
  }

  private static String relative(Path directory, Path file) {
    return directory.relativize(file).toString().replace('\\', '/');
  }
}
