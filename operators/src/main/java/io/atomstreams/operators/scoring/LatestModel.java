package io.atomstreams.operators.scoring;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelDirectory;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.RolloutEntry.Noted;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import io.atomstreams.operators.rollout.Stage;
import java.nio.file.Path;
import java.util.List;

/**
 * In place of a log, for runs without control topics: the latest version that is in a directory
 * when the job starts is champion of all events; none if there is none.
 *
 * @param models the directory of models
 * @param model the model's name
 */
public record LatestModel(String scorer, String models, String model) implements ModelLog {

  private static final String BY = "latest";

  @Override
  public Connection open(Listener listener) {
    return ModelLog.recorded(entries()).open(listener);
  }

  private List<RolloutEntry> entries() {
    ModelDirectory directory = new ModelDirectory(Path.of(models));
    return directory
        .latest(model)
        .map(ref -> first(scorer, ref, directory.manifest(ref), BY))
        .orElse(List.of());
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
