package io.atomstreams.model.registry;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.CachedManifests.Stored;
import io.atomstreams.model.registry.ModelManifest.Artifact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where in a store what lies: blobs by checksum, manifests by name and version. */
final class VersionFiles {

  static final String MANIFEST = "manifest.json";
  private static final String MODELS = "models";
  private static final String BLOBS = "blobs/sha256";
  private static final int SIGNATURE_DIGITS = 16;

  final ModelFiles files;
  private final ArtifactLimits limits;

  VersionFiles(ModelFiles files, ArtifactLimits limits) {
    this.files = files;
    this.limits = limits;
  }

  /** Names that may have versions, sorted; the earlier layout had them at the top. */
  List<String> names() throws IOException {
    return Stream.concat(files.list(MODELS).stream(), files.list("").stream())
        .filter(name -> ModelRef.isName(name) && !name.equals(MODELS) && !name.equals("blobs"))
        .distinct()
        .sorted()
        .toList();
  }

  /** Versions with a manifest, oldest first. */
  List<Integer> versions(String name) throws IOException {
    if (!ModelRef.isName(name)) {
      return List.of();
    }
    List<Integer> versions =
        Stream.concat(files.list(MODELS + "/" + name).stream(), files.list(name).stream())
            .filter(ModelRegistry::isVersion)
            .map(Integer::valueOf)
            .distinct()
            .sorted()
            .toList();
    for (int version : versions) {
      if (!exists(new ModelRef(name, version))) {
        return versions.stream().filter(other -> isThere(name, other)).toList();
      }
    }
    return versions;
  }

  private boolean isThere(String name, int version) {
    try {
      return exists(new ModelRef(name, version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean exists(ModelRef ref) throws IOException {
    return files.exists(manifest(ref)) || files.exists(earlier(ref) + "/" + MANIFEST);
  }

  /** Whether a version's files lie beside its manifest, as the first release put them. */
  boolean isEarlier(ModelRef ref) throws IOException {
    return !files.exists(manifest(ref)) && files.exists(earlier(ref) + "/" + MANIFEST);
  }

  static String directory(ModelRef ref) {
    return MODELS + "/" + ref.name() + "/" + ref.version();
  }

  static String manifest(ModelRef ref) {
    return directory(ref) + "/" + MANIFEST;
  }

  private static String earlier(ModelRef ref) {
    return ref.name() + "/" + ref.version();
  }

  /** Where the first release put a version's files. */
  static String earlierArtifacts(ModelRef ref) {
    return earlier(ref) + "/model";
  }

  /** Named after what it signs, so that two that register one version never mix their files. */
  static String signature(ModelRef ref, byte[] manifest) {
    return "%s/manifest-%s.sig"
        .formatted(directory(ref), Checksums.sha256(manifest).substring(0, SIGNATURE_DIGITS));
  }

  Stored read(ModelRef ref) throws IOException {
    String path = isEarlier(ref) ? earlier(ref) + "/" + MANIFEST : manifest(ref);
    String source = files.location() + "/" + path;
    byte[] manifest = bytes(path, limits.manifestBytes());
    limits.requireManifest(source, manifest.length);
    String signature = signature(ref, manifest);
    return new Stored(
        manifest,
        files.exists(signature)
            ? Optional.of(bytes(signature, ManifestSignature.MOST_BYTES))
            : Optional.empty(),
        source);
  }

  private byte[] bytes(String path, int most) throws IOException {
    try (InputStream in = new BoundedStream(files.read(path), most + 1L)) {
      return in.readAllBytes();
    }
  }

  InputStream blob(Artifact artifact) throws IOException {
    return files.read(BLOBS + "/" + artifact.sha256());
  }

  /** Stores a file under its checksum; it may be there already. */
  void putBlob(ModelRef ref, Artifact artifact, Path file) throws IOException {
    String path = BLOBS + "/" + artifact.sha256();
    if (files.exists(path)) {
      if (files.size(path) != artifact.bytes()) {
        throw new ModelException(
            "model %s: %s/%s is no longer what its name says; delete it and register again"
                .formatted(ref, files.location(), path));
      }
      return;
    }
    MessageDigest digest = Checksums.digest();
    boolean created;
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      created = files.create(path, in);
    }
    if (created && !HexFormat.of().formatHex(digest.digest()).equals(artifact.sha256())) {
      files.delete(path);
      throw new ModelException(
          "model %s: %s was changed while it was stored; register it again".formatted(ref, file));
    }
  }

  boolean put(String path, byte[] content) throws IOException {
    return files.create(path, new ByteArrayInputStream(content));
  }
}
