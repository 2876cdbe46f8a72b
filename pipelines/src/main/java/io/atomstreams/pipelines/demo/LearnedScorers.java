package io.atomstreams.pipelines.demo;

import io.atomstreams.operators.scoring.Scorer;
import io.atomstreams.pipelines.learning.LearningConfig;
import io.atomstreams.pipelines.scoring.ScorerConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;

/**
 * Scorers for what is learned beside the scoring job: one for each that the learning job has
 * challengers for and the scoring job does not know, as its first in all but its model. An
 * installation that lasts has them in {@code scoring.yaml}.
 */
public final class LearnedScorers {

  private LearnedScorers() {}

  /** The scoring job's settings with these scorers. */
  public static ScoringConfig beside(ScoringConfig config, LearningConfig learning) {
    ScoringConfig all = config;
    for (LearningConfig.LearnerConfig learner : learning.learners()) {
      String id = learner.scorer().orElse(config.scorer().id());
      if (all.scorers().stream().noneMatch(scorer -> scorer.id().equals(id))) {
        all = all.withScorer(like(config.scorer(), id, learner.model(), learning.models()));
      }
    }
    return all;
  }

  private static ScorerConfig like(ScorerConfig first, String id, String model, String models) {
    Scorer.Options options =
        new Scorer.Options(id, first.options().baseRate(), first.options().specHash());
    return new ScorerConfig(
        options, first.on(), model, first.serving().withModels(models), first.batching());
  }
}
