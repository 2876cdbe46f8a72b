package io.atomstreams.pipelines.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

/** What the learning job writes, and a report reads. */
class FindingsReadBackTest {

  @ParameterizedTest
  @EnumSource(Prediction.Role.class)
  @NullSource
  void anEvaluationComesBackAsItWas(Prediction.Role role) {
    Evaluation evaluation =
        new Evaluation(
            "churn",
            "scorer",
            "model@7",
            role,
            "tenant=acme",
            5,
            9,
            100,
            40,
            List.of(
                new Evaluation.Metric("log_loss", 0.1 + 0.2),
                new Evaluation.Metric("auc", Double.NaN)));

    assertThat(EvaluationJson.read(new EvaluationJson().encode(evaluation))).isEqualTo(evaluation);
  }

  @ParameterizedTest
  @EnumSource(Drift.Level.class)
  void aDriftComesBackAsItWas(Drift.Level level) {
    Drift drift =
        new Drift(
            "id",
            "acme",
            "churn_loss",
            "adwin:delta=0.002",
            "churn.log_loss",
            "churn",
            level,
            700,
            0.5,
            Double.NaN,
            List.of("alert", "resetLearner"),
            new Drift.Cause(
                "concept_drift",
                "all",
                "because \"so\"",
                List.of(new Drift.Moved("spend", 0.4, 1e-12), new Drift.Moved("visits", 0, 1))),
            7,
            new SourcePosition("sales-events", 0, 5));

    assertThat(DriftJson.read(new DriftJson().encode(drift))).isEqualTo(drift);
  }

  @Test
  void anUnknownVersionIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DriftJson.read("{\"schemaVersion\":9}".getBytes(StandardCharsets.UTF_8)))
        .withMessage("schemaVersion 9: this release reads 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                EvaluationJson.read(
                    "{\"schemaVersion\":1,\"odd\":1}".getBytes(StandardCharsets.UTF_8)))
        .withMessage("odd is not a field of this topic's records");
  }
}
