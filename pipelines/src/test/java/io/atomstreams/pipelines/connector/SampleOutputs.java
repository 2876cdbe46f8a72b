package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import java.util.List;

/** One record of each kind whose bytes are known by heart. */
final class SampleOutputs {

  static final SourcePosition SOURCE = new SourcePosition("sales-events", 3, 42);

  static final Prediction PREDICTION =
      new Prediction(
          "p1",
          "shop",
          "shop|c7",
          "churn",
          0.125f,
          0.3f,
          "churn@2",
          "0123456789abcdef",
          "",
          Prediction.Role.CHAMPION,
          "fe54",
          "ab12",
          9,
          1_291_191_960_000L,
          SOURCE,
          1_700_000_000_000_001L);

  static final Alert ALERT =
      new Alert(
          "a1",
          "shop",
          "shop|c7",
          "refunds",
          Alert.Severity.CRITICAL,
          "4 refunds in 7 days",
          List.of(new Alert.Reason("refunds_7d", 4), new Alert.Reason("ratio", Double.NaN)),
          9,
          1_291_191_960_000L,
          SOURCE,
          1_700_000_000_000_001L);

  static final FeatureRecord FEATURES =
      new FeatureRecord(
          "shop",
          "e1",
          "order_placed",
          1_291_191_960_000L,
          Outcome.SCORED,
          List.of(new Touch("shop|c7", 9)),
          1_291_191_960_000L,
          "ab12",
          new float[] {1.5f, Float.NaN},
          SOURCE,
          1_700_000_000_000_001L);

  static final FeatureRecord WITHOUT_ENTITY =
      new FeatureRecord(
          "shop",
          "e2",
          "order_placed",
          5,
          Outcome.UPDATED,
          List.of(),
          5,
          "",
          new float[0],
          SOURCE,
          6);

  private SampleOutputs() {}

  static DeadLetter deadLetter(byte[] key, byte[] raw) {
    return new DeadLetter("not_json", "byte 3: 'ü' is no value", key, raw, SOURCE, 6);
  }
}
