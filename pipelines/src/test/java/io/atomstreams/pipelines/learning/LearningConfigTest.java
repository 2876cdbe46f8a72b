package io.atomstreams.pipelines.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.alerting.AlertDesk;
import io.atomstreams.operators.online.Loss;
import io.atomstreams.operators.online.Watch;
import io.atomstreams.pipelines.config.YamlDocument;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LearningConfigTest {

  static final Path SHIPPED = Path.of("../flink-conf");

  private static LearningConfig read(String yaml) {
    return YamlDocument.parse("learning.yaml", yaml)
        .as(root -> LearningConfig.of(root, SHIPPED, LearningExamples.FEATURES));
  }

  @Test
  void theShippedFileIsRead() {
    LearningConfig config = LearningConfig.read(SHIPPED);

    assertThat(config.labels()).extracting("id").containsExactly("churn_30d");
    assertThat(config.learners()).hasSize(1);
    LearningConfig.LearnerConfig learner = config.learners().get(0);
    assertThat(learner.fold().publishEvery()).isEqualTo(Duration.ofDays(5).toMillis());
    assertThat(learner.fold().listHash()).isEqualTo(config.features().hash());
    assertThat(learner.fold().spec().attributes()).hasSize(config.features().size());
    assertThat(learner.fold().spec().watches())
        .extracting(Watch::on)
        .containsExactly("churn.brier");
    assertThat(learner.scorer()).contains("churn");
    assertThat(config.detectors()).hasSize(1);
    assertThat(config.promotions()).hasSize(1);
    assertThat(config.intervals()).contains(new LearningConfig.Intervals(0.9, 500, 100));
    assertThat(config.scorersOf("churn_30d")).containsExactly("churn");
  }

  @Test
  void aDetectorThatResetsIsWithEveryLearnerOfItsLabel() {
    LearningConfig config =
        read(
            """
            labels: [churn_30d]
            learners:
              - {id: a, type: prior, label: churn_30d}
              - {id: b, type: prior, label: churn_30d}
            detectors:
              - {id: served, type: adwin, on: churn.brier, label: churn_30d, then: [resetLearner]}
              - {id: own, type: adwin, on: a.error}
            """);

    assertThat(config.detectors()).extracting(d -> d.watch().id()).containsExactly("served");
    assertThat(config.learners().get(0).fold().spec().watches())
        .extracting(Watch::id)
        .containsExactly("served", "own");
    assertThat(config.learners().get(0).fold().spec().watches().get(0).loss())
        .isEqualTo(Loss.BRIER);
    assertThat(config.learners().get(1).fold().spec().watches())
        .extracting(Watch::id)
        .containsExactly("served");
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    labels: [churn_3d]
                    learners:
                      - {id: Churn, type: nosuch, label: churn_30d, publishEvery: 90s, publishEver: 1, calibrate: plat}
                    evaluations: {segments: [{feature: spent, edges: [2, 1]}], groups: [tenants], thresholds: [1.5]}
                    detectors:
                      - {id: x, type: adwin, on: churn_loss, label: churn_30d, then: [shout]}
                    """))
        .hasMessageContaining("there is no label 'churn_3d'")
        .hasMessageContaining("learners[0].id is 'Churn', must be lower-case letters")
        .hasMessageContaining("learners[0].publishEvery must be whole minutes")
        .hasMessageContaining("there is no learner 'nosuch'")
        .hasMessageContaining(
            "publishEver is not an option; did you mean learners[0].publishEvery?")
        .hasMessageContaining("evaluations.segments[0].feature is 'spent'; did you mean spend?")
        .hasMessageContaining("there is no calibrator 'plat'")
        .hasMessageContaining("groups name 'tenants', which no segment is cut by")
        .hasMessageContaining("must be 1 to 20 numbers between 0 and 1")
        .hasMessageContaining("detectors[0].on must be a scorer's or a learner's id, a dot, and")
        .hasMessageContaining("detectors[0].then names 'shout'");
  }

  @Test
  void shardsThatAreResetApartAreRefused() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    labels: [churn_30d]
                    learners: [{id: a, type: prior, label: churn_30d, shards: 4}]
                    detectors: [{id: own, type: adwin, on: a.error, then: [resetLearner]}]
                    """))
        .hasMessageContaining("each of its 4 shards would see another drift; set shards to 1");
  }

  @Test
  void alertsAreLimitedAsUsualUnlessSaid() {
    LearningConfig usual = read("labels: [churn_30d]");
    LearningConfig own =
        read("labels: [churn_30d]\nalerting: {interval: 5m, limit: 3, repeat: 2h}");

    assertThat(usual.alerting()).isEqualTo(AlertDesk.Options.DEFAULT);
    assertThat(own.alerting().interval()).isEqualTo(300_000);
    assertThat(own.alerting().limit()).isEqualTo(3);
    assertThat(own.alerting().repeat()).isEqualTo(7_200_000);
    assertThat(own.alerting().silence()).isEqualTo(AlertDesk.Options.DEFAULT.silence());
  }

  @Test
  void problemsOfAlertingAreNamed() {
    assertThatThrownBy(
            () -> read("labels: [churn_30d]\nalerting: {limit: 1, groupat: 5, criticalWeight: 0}"))
        .hasMessageContaining("alerting.limit")
        .hasMessageContaining("alerting.criticalWeight")
        .hasMessageContaining("groupat is not an option; did you mean alerting.groupAt?");
    assertThatThrownBy(() -> read("labels: [churn_30d]\nalerting: {interval: 1h, silence: 30m}"))
        .hasMessageContaining("silence is 1800000, must be at least interval");
  }

  @Test
  void promotionsOfOneIdAreRefused() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    labels: [churn_30d]
                    promotions:
                      - {id: p, scorer: churn, label: churn_30d}
                      - {id: p, scorer: other, label: churn_30d}
                    """))
        .hasMessageContaining("promotions[1].id is 'p', as that of another promotion");
  }

  @Test
  void aTrainingThatNobodyDescribesIsRefusedBeforeTheJobStarts() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    labels: [churn_30d]
                    detectors:
                      - {id: x, type: adwin, on: churn.brier, label: churn_30d, then: [requestTraining]}
                    """))
        .hasMessageContaining(
            "training is missing, and detector x says requestTraining; add the section");
  }
}
