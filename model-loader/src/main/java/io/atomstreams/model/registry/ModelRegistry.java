package io.atomstreams.model.registry;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.NearestNames;
import io.atomstreams.model.registry.CachedManifests.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Immutable versions of models, their files stored under their checksums:
 *
 * <pre>
 *   root/blobs/sha256/&lt;hex&gt;
 *        models/purchase_30d/1/manifest-&lt;hex&gt;.sig     if it is signed
 *                              manifest.json
 *                            2/…
 * </pre>
 *
 * <p>Blobs come first and the manifest last: a version appears whole or not at all, and never
 * changes afterwards. Of two that register the same version at once at most one succeeds; on a
 * store that cannot create a file only if it is absent (S3 through Hadoop) they settle it with
 * claims, and both may be asked to try again. What the first release stored, {@code
 * root/purchase_30d/1/}, is read as well.
 *
 * <p>To be opened, files are copied to a cache on this machine and verified. A version that is
 * there is opened with no call to a remote registry; with a local one that is gone or does not
 * answer, its cached versions serve on. Whether a manifest is trusted is asked every time.
 *
 * <p>Safe for concurrent callers.
 */
public final class ModelRegistry {

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

  private final VersionFiles store;
  private final ArtifactCache cache;
  private final Trust trust;
  private final ArtifactLimits limits;
  private final CachedManifests cached;

  /** A registry over any store. */
  public ModelRegistry(ModelFiles files, ArtifactCache cache, Trust trust, ArtifactLimits limits) {
    this.store = new VersionFiles(files, limits);
    this.cache = cache;
    this.trust = trust;
    this.limits = limits;
    this.cached = cache.manifests(files.location());
  }

  /**
   * The registry in a directory, which need not exist yet, with the user's cache; trusts anybody.
   */
  public static ModelRegistry at(Path root) {
    return new ModelRegistry(
        new DirectoryFiles(root), ArtifactCache.ofUser(), Trust.ANYBODY, ArtifactLimits.DEFAULT);
  }

  static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }

  /** Where it is, for messages. */
  public String location() {
    return store.files.location();
  }

  public ArtifactLimits limits() {
    return limits;
  }

  /** The names of all models, sorted. */
  public List<String> names() {
    return read(() -> store.names(), List.<String>of()).stream()
        .filter(name -> !versions(name).isEmpty())
        .toList();
  }

  /** The registered versions of {@code name}, oldest first; empty if there is no such model. */
  public List<Integer> versions(String name) {
    return read(() -> store.versions(name), List.of());
  }

  /**
   * The versions that can be opened: the registered ones or, if the registry is gone or does not
   * answer, those in the cache.
   */
  public List<Integer> available(String name) {
    try {
      return store.versions(name);
    } catch (IOException | UncheckedIOException unreachable) {
      return cached.versions(name).stream().filter(version -> isCached(name, version)).toList();
    }
  }

  private boolean isCached(String name, int version) {
    try {
      ModelRef ref = new ModelRef(name, version);
      return cached.find(ref).map(stored -> cache.holds(believed(ref, stored))).orElse(false);
    } catch (IOException | ModelException unusable) {
      return false;
    }
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

  /** The version that comes after the highest, 1 for a new name. */
  public ModelRef next(String name) {
    return new ModelRef(name, latest(name).map(ModelRef::version).orElse(0) + 1);
  }

  /**
   * Why {@code name} has no version here, naming the nearest models there are: the text for a
   * person when {@link #latest} is empty.
   */
  public String absence(String name) {
    return "no model " + name + " in " + location() + "; " + NearestNames.hint(name, names());
  }

  /**
   * What is known of a version, without touching its artifacts.
   *
   * @throws ModelException if there is no such version, or its manifest cannot be read or is not
   *     trusted
   */
  public ModelManifest manifest(ModelRef ref) {
    return believed(ref, stored(ref));
  }

  /**
   * The id of the key that signed a version; empty if none did. What it is worth: {@link Trust}.
   */
  public Optional<String> signer(ModelRef ref) {
    Stored stored = stored(ref);
    return stored.signature().map(json -> ManifestSignature.read(json, stored.source()).keyId());
  }

  /**
   * Finds a version, verifies every artifact against the manifest and holds them on this machine
   * until closed. Reads all files once.
   *
   * @throws ModelException if there is no such version, it is not trusted, is over a limit, or a
   *     file is missing or changed
   */
  public StoredModel open(ModelRef ref) {
    Stored stored = stored(ref);
    ModelManifest manifest = believed(ref, stored);
    try {
      if (store.files.isLocal() && store.files.exists("") && store.isEarlier(ref)) {
        return inPlace(manifest);
      }
      StoredModel held = cache.hold(manifest, artifact -> store.blob(artifact));
      cached.keep(ref, stored);
      return held;
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private StoredModel inPlace(ModelManifest manifest) {
    Path directory = Path.of(location()).resolve(VersionFiles.earlierArtifacts(manifest.ref()));
    ArtifactCheck.verify(manifest, directory);
    return new StoredModel(manifest, directory, () -> {});
  }

  /** Cached first where reading means a network: a version never changes. */
  private Stored stored(ModelRef ref) {
    try {
      Optional<Stored> known = cached.find(ref);
      if (known.isPresent() && !store.files.isLocal()) {
        return known.get();
      }
      try {
        if (!store.exists(ref) && (known.isEmpty() || store.files.exists(""))) {
          throw new ModelException(unknown(ref));
        }
        return store.exists(ref) ? store.read(ref) : known.get();
      } catch (IOException gone) {
        return known.orElseThrow(() -> unreachable(gone));
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private ModelManifest believed(ModelRef ref, Stored stored) {
    trust.require(
        ref,
        stored.manifest(),
        stored.signature().map(json -> ManifestSignature.read(json, stored.source())));
    ModelManifest manifest = ManifestJson.read(stored.manifest(), stored.source());
    if (!manifest.ref().equals(ref)) {
      throw new ModelException(
          "model %s: %s describes %s; it was moved, register the model again"
              .formatted(ref, stored.source(), manifest.ref()));
    }
    limits.require(manifest);
    return manifest;
  }

  /** Registers without a signature. */
  public ModelManifest register(ManifestDraft draft, Path artifacts) {
    return register(draft, artifacts, Optional.empty());
  }

  /**
   * Registers a new version.
   *
   * @param artifacts a directory with the model's files, copied with its sub-directories
   * @param key signs the manifest, and with it the checksums of the files
   * @return the manifest as registered
   * @throws ModelException if the version exists already, is over a limit, or another registers it
   *     at this moment
   */
  public ModelManifest register(ManifestDraft draft, Path artifacts, Optional<SigningKey> key) {
    ModelRef ref = draft.ref();
    try {
      requireFree(ref);
      ModelManifest manifest = draft.manifest(ArtifactCheck.list(ref, artifacts, limits));
      ArtifactCheck.requireAny(ref, manifest.artifacts());
      limits.require(manifest);
      byte[] text = ManifestJson.write(manifest);
      limits.requireManifest("the manifest of " + ref, text.length);
      for (ModelManifest.Artifact artifact : manifest.artifacts()) {
        store.putBlob(ref, artifact, artifacts.resolve(artifact.path()));
      }
      if (key.isPresent()) {
        store.put(VersionFiles.signature(ref, text), ManifestSignature.of(key.get(), text).write());
      }
      publish(ref, text);
      return manifest;
    } catch (IOException e) {
      throw new ModelException(
          "model %s: cannot be registered in %s: %s".formatted(ref, location(), e), e);
    }
  }

  private void publish(ModelRef ref, byte[] text) throws IOException {
    if (store.files.createsExclusively()) {
      create(ref, text);
      return;
    }
    Claim claim = Claim.of(store.files, VersionFiles.directory(ref), ref);
    try {
      requireFree(ref);
      create(ref, text);
    } finally {
      claim.release();
    }
  }

  private void create(ModelRef ref, byte[] text) throws IOException {
    if (!store.put(VersionFiles.manifest(ref), text)) {
      throw taken(ref);
    }
  }

  private void requireFree(ModelRef ref) throws IOException {
    if (store.exists(ref)) {
      throw taken(ref);
    }
  }

  private ModelException taken(ModelRef ref) {
    return new ModelException(
        "model %s is already in %s and a version never changes; register %s"
            .formatted(ref, location(), next(ref.name())));
  }

  private String unknown(ModelRef ref) {
    List<Integer> versions = versions(ref.name());
    return versions.isEmpty()
        ? absence(ref.name())
        : "no version %d of model %s in %s; there are %s"
            .formatted(ref.version(), ref.name(), location(), versions);
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /** A local directory that is absent holds no models; a store that does not answer is an error. */
  private <T> T read(Reading<T> reading, T ofAbsent) {
    try {
      return reading.read();
    } catch (NoSuchFileException absent) {
      return ofAbsent;
    } catch (IOException e) {
      throw unreachable(e);
    } catch (UncheckedIOException e) {
      throw unreachable(e.getCause());
    }
  }

  private ModelException unreachable(IOException cause) {
    return new ModelException(
        "the registry %s cannot be read: %s".formatted(location(), cause), cause);
  }
}
