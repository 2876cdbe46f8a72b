package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.online.Standing;
import io.atomstreams.operators.online.Version;
import io.atomstreams.operators.promotion.PromotionPolicy;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.pipelines.learning.LearningConfig.LearnerConfig;
import io.atomstreams.pipelines.learning.LearningConfig.PromotionConfig;
import org.apache.flink.api.connector.sink2.Sink;

/** A registry of models and the log of what happens to them. */
record LiveModels(String models, ModelLog log) implements LearningPipeline.Registry {

  @Override
  public Sink<Version> of(LearnerConfig learner) {
    return new VersionSink(models, learner.fold(), learner.scorer(), log);
  }

  @Override
  public Sink<Standing> of(PromotionConfig promotion) {
    return new PromotionSink(new PromotionPolicy(promotion.policy()), log);
  }
}
