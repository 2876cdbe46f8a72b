package io.atomstreams.operators.flink;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.RolloutEntry.Noted;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.operators.scoring.ServingOptions;
import java.util.List;

/**
 * In place of a log, for runs without control topics: the latest version that can be opened when
 * the job starts is champion of all events; none if there is none.
 *
 * @param serving says where the registry of models is, and whose models are opened
 * @param model the model's name
 */
public record LatestModel(String scorer, ServingOptions serving, String model) implements ModelLog {

  private static final String BY = "latest";

  @Override
  public Connection open(Listener listener) {
    return ModelLog.recorded(entries()).open(listener);
  }

  private List<RolloutEntry> entries() {
    ModelRegistry registry = ModelStores.open(serving);
    List<Integer> versions = registry.available(model);
    if (versions.isEmpty()) {
      return List.of();
    }
    ModelRef latest = new ModelRef(model, versions.get(versions.size() - 1));
    return first(scorer, latest, registry.manifest(latest), BY);
  }

  /** What makes a version a scorer's first champion, for all events there are. */
  public static List<RolloutEntry> first(
      String scorer, ModelRef ref, ModelManifest manifest, String by) {
    String digest = manifest.digest();
    return List.of(
        new Noted(ref, digest, Stage.VERIFIED, by, 0),
        new Request(scorer, 1, by, Move.PROMOTE, ref, digest, null, by, "the first", 0),
        new Activation(scorer, 1, Long.MIN_VALUE, List.of(), 0));
  }
}
