package io.atomstreams.pipelines.rollout;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.Stage;
import java.time.Clock;
import java.util.Optional;

/** Puts a model into service where none ever was, before a job runs. */
public final class FirstChampion {

  private FirstChampion() {}

  /**
   * Makes the latest version in a registry champion of all events, unless the log has transitions
   * of this scorer already, or the registry has no version.
   *
   * @param by who is said to have done it
   * @return the version that was made champion
   */
  public static Optional<ModelRef> ensure(
      String scorer, ModelRegistry registry, String model, ModelLog log, String by) {
    Optional<ModelRef> latest = registry.latest(model);
    if (latest.isEmpty()) {
      return latest;
    }
    try (ModelRollout rollout = new ModelRollout(scorer, log, Clock.systemUTC())) {
      if (rollout.timeline().nextNumber() > 1 || rollout.timeline().pending().isPresent()) {
        return Optional.empty();
      }
      ModelRef ref = latest.get();
      rollout.note(ref, registry.manifest(ref).digest(), Stage.VERIFIED, by);
      rollout.first(ref, by, "no model was in service");
      return latest;
    }
  }
}
