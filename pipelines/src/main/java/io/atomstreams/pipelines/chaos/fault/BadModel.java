package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.scoring.ScorerConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * New versions come that are bad. Those of {@link BadVersion} must be refused twice: by who
 * verifies them and, if nobody listens to that, by every subtask. One that shows only in service
 * that it gives no probabilities answers for half of the customers: the champion must answer in its
 * place and say so, until a guardrail sends it back.
 */
record BadModel(Duration patience) implements Fault {

  @Override
  public String befall(Stage stage, CounterRandom random) {
    Delivery delivery = new Delivery(stage.modelDirectory(), stage.keptModelDirectory());
    List<String> refused = new ArrayList<>();
    for (BadVersion bad : BadVersion.values()) {
      refuse(bad, stage, delivery, random);
      refused.add(bad.word());
    }
    return "refused: %s; without probabilities and sent back: %s"
        .formatted(String.join(", ", refused), unusable(stage, delivery));
  }

  private void refuse(BadVersion bad, Stage stage, Delivery delivery, CounterRandom random) {
    ScoringConfig config = stage.config();
    List<String> served = config.features().names();
    ModelRef ref = delivery.next(config.scorer().model());
    ModelManifest manifest = delivery.store(bad.parcel(ref, served, random.nextDouble()));
    if (bad == BadVersion.DAMAGED) {
      delivery.damage(manifest);
    }
    require(bad, "whoever verifies", delivery.refusal(ref, served).orElse("nothing"));
    try (Trial trial = trial(stage, manifest)) {
      require(bad, "the job", trial.refused());
    }
  }

  private static void require(BadVersion bad, String who, String said) {
    if (!said.contains(bad.reason())) {
      throw new BrokenPromiseException(
          "a version that is %s: %s says '%s', must say '%s'"
              .formatted(bad.word(), who, said, bad.reason()));
    }
  }

  private String unusable(Stage stage, Delivery delivery) {
    ScoringConfig config = stage.config();
    List<String> served = config.features().names();
    ModelRef ref = delivery.next(config.scorer().model());
    ModelManifest manifest =
        delivery.register(BadVersion.unusable(ref, served), BadVersion.harmlessRows(served.size()));
    try (Trial trial = trial(stage, manifest)) {
      trial.shadow();
      trial.canary();
      return trial.sentBack("share of failed rows");
    }
  }

  private Trial trial(Stage stage, ModelManifest version) {
    return trial(stage, version, patience);
  }

  static Trial trial(Stage stage, ModelManifest version, Duration patience) {
    ScorerConfig scorer = stage.config().scorer();
    KafkaModelLog log = new KafkaModelLog(stage.client(), stage.config().kafka().topicPrefix());
    return new Trial(scorer.id(), log, version, Clock.systemUTC(), patience);
  }
}
