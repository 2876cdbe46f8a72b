package io.atomstreams.model.registry;

import io.atomstreams.model.ModelRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The manifests of one registry whose models are in the cache, for when it does not answer. */
final class CachedManifests {

  private static final int LOCATION_DIGITS = 16;
  private static final String MANIFEST = "manifest.json";
  private static final String SIGNATURE = "manifest.sig";

  private final Path root;

  CachedManifests(Path cache, String location) {
    this.root =
        cache
            .resolve("manifests")
            .resolve(Checksums.sha256(location).substring(0, LOCATION_DIGITS));
  }

  /**
   * A manifest as it was stored, not yet believed.
   *
   * @param signature the content of its signature's file; empty if it has none
   */
  record Stored(byte[] manifest, Optional<byte[]> signature, String source) {}

  Optional<Stored> find(ModelRef ref) throws IOException {
    Path file = directory(ref).resolve(MANIFEST);
    try {
      Path signature = directory(ref).resolve(SIGNATURE);
      return Optional.of(
          new Stored(
              Files.readAllBytes(file),
              Files.exists(signature)
                  ? Optional.of(Files.readAllBytes(signature))
                  : Optional.empty(),
              file.toString()));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** Keeps a manifest, its signature first. */
  void keep(ModelRef ref, Stored stored) throws IOException {
    Files.createDirectories(directory(ref));
    Path signature = directory(ref).resolve(SIGNATURE);
    if (stored.signature().isPresent()) {
      replace(signature, stored.signature().get());
    } else {
      Files.deleteIfExists(signature);
    }
    replace(directory(ref).resolve(MANIFEST), stored.manifest());
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path aside = file.resolveSibling(".new-" + UUID.randomUUID());
    try {
      Files.write(aside, content);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  List<Integer> versions(String name) {
    Path directory = root.resolve(name);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(directory)) {
      return found
          .map(path -> path.getFileName().toString())
          .filter(ModelRegistry::isVersion)
          .map(Integer::valueOf)
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Path directory(ModelRef ref) {
    return root.resolve(ref.name()).resolve(Integer.toString(ref.version()));
  }
}
