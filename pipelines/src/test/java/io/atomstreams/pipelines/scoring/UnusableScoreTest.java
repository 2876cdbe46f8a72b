package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.OutputSerializer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that overflows on some vectors must not stop the job at the first of them. */
class UnusableScoreTest {

  @TempDir Path directory;

  @Test
  void theBaseRateStandsInForThatRowAlone() {
    ScoringConfig shipped = ScoringConfig.read(ScoringConfigTest.SHIPPED);
    List<Double> weights = new ArrayList<>(Collections.nCopies(shipped.features().size(), 0.0));
    weights.set(0, Double.MAX_VALUE);
    weights.set(1, -Double.MAX_VALUE);
    ScoringConfig config = LinearModelFile.save(shipped, directory, weights);
    float[] overflowing = new float[weights.size()];
    Arrays.fill(overflowing, Float.MAX_VALUE);
    FeatureRecord[] batch = {
      record(0, new float[weights.size()]),
      record(1, overflowing),
      record(2, new float[weights.size()])
    };

    List<Prediction> predictions = new ArrayList<>();
    String failure;
    try (LocalScorer scorer = new LocalScorer(config, 8)) {
      failure = scorer.score(batch, 3, predictions::add);
    }

    assertThat(failure).isEqualTo("model purchase_30d@1 gives NaN for t-0@1, must be in [0, 1]");
    assertThat(predictions)
        .extracting(Prediction::modelVersion)
        .containsExactly("purchase_30d@1", Prediction.BASE_RATE, "purchase_30d@1");
    assertThat(predictions.get(1).probability()).isEqualTo(0.4f);
    OutputSerializer serializer = new OutputSerializer("");
    assertThat(predictions).allSatisfy(made -> assertThat(serializer.serialize(made)).isNotNull());
  }

  private static FeatureRecord record(long offset, float[] vector) {
    return new FeatureRecord(
        "demo",
        "e" + offset,
        "order_placed",
        1_000,
        Outcome.SCORED,
        List.of(new Touch("demo|c", offset + 1)),
        1_000,
        "hash",
        vector,
        new SourcePosition("t", 0, offset),
        0);
  }
}
