package io.atomstreams.model.serving;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelRegistry;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The place of one model in a scorer. A version goes through its phases while the previous one
 * serves on, and takes its place only at the end:
 *
 * <pre>
 *   empty ──find──► CandidateModel ──load──► LoadedModel ──selfTest──► SelfTestedModel ──serve──► ServedModel
 *                     files whole,            in memory,                golden vectors             warm
 *                     features served         shared                    agree
 *
 *   a misfit in any phase: back to where it began; the old model serves on, {@link #reason} says why
 * </pre>
 *
 * <p>With nothing to serve the slot is empty and says why: the caller then answers with the base
 * rate and marks it so.
 *
 * <p>A slot belongs to one thread. Slots of several threads share the models behind them.
 */
public final class ModelSlot implements AutoCloseable {

  private final ModelRegistry registry;
  private final String name;
  private final List<String> servedFeatures;
  private final SharedModels models;
  private ServedModel serving;
  private String reason;

  /** An empty slot over the models of this process. */
  public ModelSlot(ModelRegistry registry, String name, List<String> servedFeatures) {
    this(registry, name, servedFeatures, SharedModels.ofProcess());
  }

  /**
   * An empty slot.
   *
   * @param name the model's name; versions are looked for when {@link #refresh} is called
   * @param servedFeatures the features of the served vector, in its order; a model may use any of
   *     them
   */
  public ModelSlot(
      ModelRegistry registry, String name, List<String> servedFeatures, SharedModels models) {
    this.registry = Objects.requireNonNull(registry);
    this.name = Objects.requireNonNull(name);
    this.servedFeatures = List.copyOf(servedFeatures);
    this.models = Objects.requireNonNull(models);
    this.reason = "model " + name + " has not been looked for yet";
  }

  /**
   * What a swap came to.
   *
   * @param swapped whether another model serves now
   * @param reason why not, or what was passed over on the way; empty if there is nothing to say
   */
  public record Swap(boolean swapped, String reason) {}

  /**
   * Serves the latest version that fits, if it is newer than the one serving. Versions are tried
   * from the newest down; each misfit is passed over and named in the reason. Never throws for a
   * bad model.
   */
  public Swap refresh() {
    StringBuilder misfits = new StringBuilder();
    try {
      List<Integer> versions = registry.available(name);
      if (versions.isEmpty()) {
        return kept(registry.absence(name));
      }
      for (int i = versions.size() - 1; i >= 0 && isNewer(versions.get(i)); i--) {
        Optional<String> misfit = take(new ModelRef(name, versions.get(i)));
        if (misfit.isEmpty()) {
          reason = misfits.toString();
          return new Swap(true, reason);
        }
        misfits.append(misfits.isEmpty() ? "" : "; ").append(misfit.get());
      }
    } catch (ModelException e) {
      return kept(e.getMessage());
    }
    return kept(misfits.toString());
  }

  /**
   * Serves exactly {@code ref}, older ones too: for rollback and for a version that takes effect at
   * an event time. Never throws for a bad model.
   */
  public Swap swapTo(ModelRef ref) {
    if (!ref.name().equals(name)) {
      return kept("model " + ref + " does not belong into the slot of " + name);
    }
    if (serving != null && serving.ref().equals(ref)) {
      return kept("");
    }
    Optional<String> misfit = take(ref);
    if (misfit.isPresent()) {
      return kept(misfit.get());
    }
    reason = "";
    return new Swap(true, "");
  }

  /** The model that serves now; empty if none could be loaded, see {@link #reason}. */
  public Optional<ServedModel> serving() {
    return Optional.ofNullable(serving);
  }

  /** Why nothing serves, or why a newer version does not; empty if all is well. */
  public String reason() {
    return reason;
  }

  private boolean isNewer(int version) {
    return serving == null || version > serving.ref().version();
  }

  private Optional<String> take(ModelRef ref) {
    ServedModel next;
    try {
      next = CandidateModel.find(registry, ref, servedFeatures).load(models).selfTest().serve();
    } catch (ModelException e) {
      return Optional.of(e.getMessage());
    }
    ServedModel previous = serving;
    serving = next;
    if (previous != null) {
      previous.retire();
    }
    return Optional.empty();
  }

  private Swap kept(String why) {
    reason = why;
    return new Swap(false, why);
  }

  /** Gives the model back; the slot is empty afterwards and can be refreshed again. */
  @Override
  public void close() {
    if (serving != null) {
      serving.retire();
      serving = null;
      reason = "the slot of " + name + " was closed";
    }
  }
}
