package io.atomstreams.pipelines.scoring;

import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.operators.scoring.Scorer;
import java.util.function.Consumer;

/** A scorer as the job has it, without the job. */
final class LocalScorer implements AutoCloseable {

  private final WarmModels models;
  private final Scorer scorer;
  private Timeline timeline;

  /** With the latest model of the settings' directory. */
  LocalScorer(ScoringConfig config, int maxRows) {
    this(config, ScoringPipeline.Control.none().models().apply(config.scorer()), maxRows);
  }

  /** With the line-ups that a log says. */
  LocalScorer(ScoringConfig config, ModelLog log, int maxRows) {
    models = new WarmModels(ModelStores.open(config.scorer().serving()));
    scorer =
        new Scorer(
            config.scorer().options(), models, () -> config.features().names(), maxRows, () -> 0);
    timeline = Timeline.empty(config.scorer().id());
    log.open(this::follow).close();
  }

  private void follow(RolloutEntry entry) {
    timeline = timeline.with(entry);
  }

  String score(FeatureRecord[] batch, int size, Consumer<? super Prediction> out) {
    return scorer.score(timeline, batch, size, out);
  }

  @Override
  public void close() {
    models.close();
  }
}
