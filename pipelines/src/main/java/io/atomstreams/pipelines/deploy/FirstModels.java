package io.atomstreams.pipelines.deploy;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.pipelines.rollout.FirstChampion;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.scoring.ScorerConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.util.Map;
import java.util.TreeMap;

/** Puts a model into service for each scorer that never had one. */
public final class FirstModels {

  private FirstModels() {}

  /**
   * Makes the latest version in a scorer's registry its first champion, unless it has a history.
   *
   * @param config with the registries' places as they are here
   * @param client Kafka client settings
   * @return by scorer, the versions that came into service
   */
  public static Map<String, ModelRef> ensure(
      ScoringConfig config, Map<String, String> client, String by) {
    Map<String, ModelRef> first = new TreeMap<>();
    KafkaModelLog log = new KafkaModelLog(client, config.kafka().topicPrefix());
    for (ScorerConfig scorer : config.scorers()) {
      FirstChampion.ensure(scorer.id(), ModelStores.open(scorer.serving()), scorer.model(), log, by)
          .ifPresent(version -> first.put(scorer.id(), version));
    }
    return first;
  }
}
