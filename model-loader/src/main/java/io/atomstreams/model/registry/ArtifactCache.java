package io.atomstreams.model.registry;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Verified copies of models' files on this machine, since native engines open files by name:
 *
 * <pre>
 *   root/files/&lt;digest&gt;/saved_model.pb         appears whole, by a rename
 *        marks/&lt;digest&gt;.&lt;pid&gt;.&lt;id&gt;        one for each holder
 *        used/&lt;digest&gt;                        changed at each use
 *        manifests/&lt;registry&gt;/&lt;name&gt;/&lt;version&gt;/manifest.json
 * </pre>
 *
 * <p>Every use compares all files with the manifest again; a copy that was changed is thrown away
 * and fetched anew. Over {@code maxBytes}, what was used longest ago and is held by no running
 * process goes first. Several processes of a machine may share the directory.
 */
public final class ArtifactCache {

  /** The default size: 4 GiB. */
  public static final long MAX_BYTES = 4L << 30;

  /** Where the cache lies unless said otherwise: this system property, else the user's cache. */
  public static final String PROPERTY = "atom.models.cache";

  private final Path root;
  private final CacheSpace space;

  /** A cache in a directory that need not exist yet. */
  public ArtifactCache(Path root, long maxBytes) {
    this.root = root;
    this.space = new CacheSpace(root, maxBytes);
  }

  /** The cache of this user on this machine. */
  public static ArtifactCache ofUser() {
    String stated = System.getProperty(PROPERTY);
    Path root =
        stated == null
            ? Path.of(System.getProperty("user.home"), ".cache", "atom-streams", "models")
            : Path.of(stated);
    return new ArtifactCache(root, MAX_BYTES);
  }

  /** Where blobs come from. */
  interface Source {
    InputStream read(Artifact artifact) throws IOException;
  }

  CachedManifests manifests(String location) {
    return new CachedManifests(root, location);
  }

  boolean holds(ModelManifest manifest) {
    return Files.isDirectory(directory(manifest));
  }

  private Path directory(ModelManifest manifest) {
    return root.resolve(CacheSpace.FILES).resolve(manifest.digest());
  }

  /**
   * The files of a model, verified, fetched if they are not here. Reads all of them once.
   *
   * @throws ModelException if they cannot be had as the manifest describes them
   */
  StoredModel hold(ModelManifest manifest, Source source) {
    Path directory = directory(manifest);
    try {
      Path mark = space.mark(manifest.digest());
      try {
        if (!isWhole(manifest, directory)) {
          fetch(manifest, source, directory);
          space.trim();
        }
        return new StoredModel(manifest, directory, () -> CacheSpace.release(mark));
      } catch (IOException | RuntimeException e) {
        CacheSpace.release(mark);
        throw e;
      }
    } catch (IOException e) {
      throw new ModelException(
          "model %s: cannot be fetched to %s: %s; -D%s names another directory"
              .formatted(manifest.ref(), root, e, PROPERTY),
          e);
    }
  }

  /** A copy that does not verify is no loss: it is fetched again. */
  private boolean isWhole(ModelManifest manifest, Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try {
      ArtifactCheck.verify(manifest, directory);
      return true;
    } catch (ModelException changed) {
      space.discard(directory);
      return false;
    }
  }

  private void fetch(ModelManifest manifest, Source source, Path directory) throws IOException {
    ArtifactCheck.requireAny(manifest.ref(), manifest.artifacts());
    Path aside = directory.resolveSibling(".new-" + UUID.randomUUID());
    try {
      for (Artifact artifact : manifest.artifacts()) {
        copy(manifest.ref(), artifact, source, aside.resolve(artifact.path()));
      }
      publish(manifest, aside, directory);
    } finally {
      DirectoryTree.delete(aside);
    }
  }

  private static void copy(ModelRef ref, Artifact artifact, Source source, Path to)
      throws IOException {
    Files.createDirectories(to.getParent());
    try (InputStream in = new BoundedStream(source.read(artifact), artifact.bytes() + 1);
        OutputStream out = Files.newOutputStream(to)) {
      String sha256 = Checksums.copy(in, out);
      out.flush();
      ArtifactCheck.requireBytes(ref, artifact, Files.size(to));
      ArtifactCheck.requireChecksum(ref, artifact, sha256);
    }
  }

  /** Another thread or process may have been faster with the same files. */
  private static void publish(ModelManifest manifest, Path aside, Path directory)
      throws IOException {
    try {
      Files.move(aside, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException taken) {
      if (!Files.isDirectory(directory)) {
        throw taken;
      }
      ArtifactCheck.verify(manifest, directory);
    }
  }
}
