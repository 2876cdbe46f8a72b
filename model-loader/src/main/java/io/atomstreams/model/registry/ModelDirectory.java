package io.atomstreams.model.registry;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.NearestNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Models on a file system, one directory per version:
 *
 * <pre>
 *   root/purchase_30d/1/manifest.json
 *                       model/saved_model.pb
 *                    2/…
 * </pre>
 *
 * <p>A version appears whole or not at all (it is written aside and renamed) and never changes
 * afterwards. Nothing is cached: every call reads the directory, so versions saved by another
 * process are seen. Safe for concurrent callers. A read-only mounted volume serves as well.
 */
public final class ModelDirectory {

  private static final String MANIFEST = "manifest.json";
  private static final String ARTIFACTS = "model";

  private final Path root;

  /** A directory that need not exist yet: an absent one holds no models. */
  public ModelDirectory(Path root) {
    this.root = root;
  }

  public Path root() {
    return root;
  }

  /** The names of all models, sorted. */
  public List<String> names() {
    return children(root).stream().filter(name -> !versions(name).isEmpty()).sorted().toList();
  }

  /** The saved versions of {@code name}, oldest first; empty if there is no such model. */
  public List<Integer> versions(String name) {
    if (!ModelRef.isName(name)) {
      return List.of();
    }
    return children(root.resolve(name)).stream()
        .filter(version -> version.matches("[1-9][0-9]{0,8}"))
        .filter(version -> Files.exists(root.resolve(name).resolve(version).resolve(MANIFEST)))
        .map(Integer::valueOf)
        .sorted()
        .toList();
  }

  /** Every version of every model, by name and version. */
  public List<ModelRef> list() {
    return names().stream()
        .flatMap(name -> versions(name).stream().map(version -> new ModelRef(name, version)))
        .toList();
  }

  /** The highest version of {@code name}; empty if there is no such model. */
  public Optional<ModelRef> latest(String name) {
    List<Integer> versions = versions(name);
    return versions.isEmpty()
        ? Optional.empty()
        : Optional.of(new ModelRef(name, versions.get(versions.size() - 1)));
  }

  /**
   * Why {@code name} has no version here, naming the nearest models there are: the text for a
   * person when {@link #latest} is empty.
   */
  public String absence(String name) {
    return "no model " + name + " in " + root + "; " + NearestNames.hint(name, names());
  }

  /**
   * What is known of a version, without touching its artifacts.
   *
   * @throws ModelException if there is no such version, or its manifest cannot be read
   */
  public ModelManifest manifest(ModelRef ref) {
    Path file = versionDirectory(ref).resolve(MANIFEST);
    if (!Files.exists(file)) {
      throw new ModelException(unknown(ref));
    }
    ModelManifest manifest;
    try {
      manifest = ManifestJson.read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new ModelException("model " + ref + ": cannot read " + file + ": " + e, e);
    }
    if (!manifest.ref().equals(ref)) {
      throw new ModelException(
          "model "
              + ref
              + ": "
              + file
              + " describes "
              + manifest.ref()
              + "; the directory was renamed, save the model again");
    }
    return manifest;
  }

  /**
   * Finds a version and verifies every artifact against the manifest. Reads all files once.
   *
   * @throws ModelException if there is no such version, or a file is missing or changed
   */
  public StoredModel open(ModelRef ref) {
    ModelManifest manifest = manifest(ref);
    Path directory = versionDirectory(ref);
    ArtifactCheck.verify(manifest, directory);
    return new StoredModel(manifest, directory.resolve(ARTIFACTS));
  }

  /**
   * Saves a new version. The manifest's own artifact list is replaced by what {@code artifacts}
   * holds.
   *
   * @param draft everything but the artifact list
   * @param artifacts a directory with the model's files, copied with its sub-directories
   * @return the manifest as saved
   * @throws ModelException if the version exists already
   */
  public ModelManifest save(ModelManifest draft, Path artifacts) {
    ModelRef ref = draft.ref();
    Path target = versionDirectory(ref);
    if (Files.exists(target)) {
      throw new ModelException(
          "model "
              + ref
              + " is already in "
              + root
              + " and a version never changes; save "
              + new ModelRef(ref.name(), latest(ref.name()).orElse(ref).version() + 1));
    }
    // not a temporary directory of the platform: that would be readable by its owner only
    Path aside = target.resolveSibling(".saving-" + ref.version() + "-" + UUID.randomUUID());
    try {
      Files.createDirectories(aside);
      ModelManifest saved =
          ArtifactCheck.withArtifacts(
              draft, ArtifactCheck.copy(artifacts, aside.resolve(ARTIFACTS), ARTIFACTS));
      Files.writeString(aside.resolve(MANIFEST), ManifestJson.write(saved));
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
      return saved;
    } catch (IOException e) {
      ModelException failure =
          new ModelException("model " + ref + ": cannot save to " + target + ": " + e, e);
      deleteAside(aside, failure);
      throw failure;
    }
  }

  private static void deleteAside(Path aside, ModelException failure) {
    try {
      DirectoryTree.delete(aside);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private String unknown(ModelRef ref) {
    List<Integer> versions = versions(ref.name());
    return versions.isEmpty()
        ? absence(ref.name())
        : "no version "
            + ref.version()
            + " of model "
            + ref.name()
            + " in "
            + root
            + "; there are "
            + versions;
  }

  private Path versionDirectory(ModelRef ref) {
    return root.resolve(ref.name()).resolve(Integer.toString(ref.version()));
  }

  private static List<String> children(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(directory)) {
      List<String> names = new ArrayList<>();
      found.filter(Files::isDirectory).forEach(path -> names.add(path.getFileName().toString()));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }
}
