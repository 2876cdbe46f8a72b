package io.atomstreams.model.serving;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The versions a scorer has ready: each went through its phases once, on whatever thread, and
 * serves until it is let go.
 *
 * <pre>
 *   ──find──► CandidateModel ──load──► LoadedModel ──selfTest──► SelfTestedModel ──serve──► ServedModel
 *               files whole,            in memory,                golden vectors             warm
 *               features served         shared                    agree
 * </pre>
 *
 * <p>A misfit in any phase leaves no trace. Native memory: a version is in memory once per process
 * ({@link SharedModels}), however many scorers have it ready; warming up costs a few milliseconds
 * each.
 *
 * <p>Safe for a thread that warms and one that scores. A {@link ServedModel} belongs to the one
 * that scores.
 */
public final class WarmModels implements AutoCloseable {

  private final ModelRegistry registry;
  private final SharedModels models;
  private final Map<ModelRef, ServedModel> ready = new HashMap<>();
  private final Map<ModelRef, String> expected = new HashMap<>();
  private boolean closed;

  /** None yet, over the models of this process. */
  public WarmModels(ModelRegistry registry) {
    this(registry, SharedModels.ofProcess());
  }

  /** None yet. */
  public WarmModels(ModelRegistry registry, SharedModels models) {
    this.registry = Objects.requireNonNull(registry);
    this.models = Objects.requireNonNull(models);
  }

  /**
   * From now on the version must have this digest: another one that is found under its name is
   * refused.
   */
  public synchronized void expect(ModelRef ref, String digest) {
    expected.put(ref, digest);
  }

  private synchronized void requireExpected(ModelRef ref, String found) {
    String digest = expected.get(ref);
    if (digest != null && !digest.equals(found)) {
      throw new ModelException(
          "model %s: what is found here has digest %s, what was registered %s; copy it again"
              .formatted(ref, found, digest));
    }
  }

  /**
   * Makes a version ready, or finds it so. Tens of milliseconds for a small model; the first of a
   * native engine also loads the library.
   *
   * @param servedFeatures the features of the served vector, in its order; the version may use any
   *     of them
   * @throws ModelException if there is no such version, it does not fit, or it fails its self-test
   */
  public ServedModel warm(ModelRef ref, List<String> servedFeatures) {
    Optional<ServedModel> before = find(ref);
    if (before.isPresent()) {
      return before.get();
    }
    requireExpected(ref, registry.manifest(ref).digest());
    ServedModel served =
        CandidateModel.find(registry, ref, servedFeatures).load(models).selfTest().serve();
    return keep(ref, served);
  }

  /** Of two threads that made the same version ready, one has worked in vain. */
  private synchronized ServedModel keep(ModelRef ref, ServedModel served) {
    if (closed) {
      served.retire();
      throw new ModelException("model " + ref + ": its scorer was closed while it was loaded");
    }
    ServedModel first = ready.putIfAbsent(ref, served);
    if (first != null) {
      served.retire();
    }
    return first == null ? served : first;
  }

  /** A version that is ready. */
  public synchronized Optional<ServedModel> find(ModelRef ref) {
    return Optional.ofNullable(ready.get(ref));
  }

  /** The versions that are ready. */
  public synchronized Set<ModelRef> ready() {
    return Set.copyOf(ready.keySet());
  }

  /** Lets all others go; what was found of them before is not to be used any more. */
  public synchronized void keepOnly(Collection<ModelRef> wanted) {
    ready
        .entrySet()
        .removeIf(
            entry -> {
              boolean goes = !wanted.contains(entry.getKey());
              if (goes) {
                entry.getValue().retire();
              }
              return goes;
            });
  }

  /** Lets all go. Closing twice does nothing more. */
  @Override
  public synchronized void close() {
    closed = true;
    keepOnly(Set.of());
  }
}
