package io.atomstreams.pipelines.tracking;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.OutputSerializer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Writes outputs as the job does and hands them over as a consumer gets them. */
final class OutputRecords {

  static final String INPUT = "t.sales-events";

  private final OutputSerializer serializer = new OutputSerializer("t.");
  private final Map<String, Long> ends = new HashMap<>();

  ConsumerRecord<byte[], byte[]> of(Output output) {
    ProducerRecord<byte[], byte[]> sent = serializer.serialize(output);
    long offset = ends.merge(sent.topic(), 1L, Long::sum) - 1;
    return new ConsumerRecord<>(
        sent.topic(),
        0,
        offset,
        0,
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }

  static SourcePosition at(long offset) {
    return new SourcePosition(INPUT, 0, offset);
  }

  static FeatureRecord features(Outcome outcome, long offset) {
    float[] vector = outcome == Outcome.SCORED ? new float[] {1, Float.NaN, -3.5f} : new float[0];
    return new FeatureRecord(
        "shop",
        "e" + offset,
        "order_placed",
        1_000,
        outcome,
        List.of(new Touch("shop|c1", offset + 1)),
        1_000,
        "h",
        vector,
        at(offset),
        5);
  }

  /** The same said by another scorer. */
  static Prediction by(String scorer, Prediction same) {
    return new Prediction(
        same.id() + scorer,
        same.tenant(),
        same.entity(),
        scorer,
        same.probability(),
        same.baseRate(),
        same.modelVersion(),
        same.modelDigest(),
        same.insteadOf(),
        same.role(),
        same.specHash(),
        same.listHash(),
        same.sequence(),
        same.ts(),
        same.source(),
        same.readAtMicros());
  }

  static Prediction prediction(long offset) {
    return new Prediction(
        "p" + offset,
        "shop",
        "shop|c1",
        "churn",
        0.25f,
        0.5f,
        "churn@1",
        "d",
        "",
        Prediction.Role.CHAMPION,
        "s",
        "h",
        1,
        1_000,
        at(offset),
        5);
  }

  static Alert alert(String id, long offset) {
    return new Alert(
        id,
        "shop",
        "shop|c1",
        "r",
        Alert.Severity.WARNING,
        "m",
        List.of(),
        1,
        1_000,
        at(offset),
        5);
  }

  static DeadLetter deadLetter(String reason, long offset) {
    byte[] raw = "{".getBytes(StandardCharsets.UTF_8);
    return new DeadLetter(reason, "detail", null, raw, at(offset), 5);
  }
}
