package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.validation.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads what the learning job takes in: {@code features}, {@code predictions}, {@code
 * shadow-predictions} and {@code feedback}, each in a source of its own or all in one. A record
 * that cannot be read becomes a {@link DeadLetter} with its bytes, its position and why, and never
 * an exception.
 */
public final class LearningInputDeserializer
    implements KafkaRecordDeserializationSchema<LearningInput> {

  /** Topics it reads. */
  public static final Set<Topic> TOPICS =
      EnumSet.of(Topic.FEATURES, Topic.PREDICTIONS, Topic.SHADOW_PREDICTIONS, Topic.FEEDBACK);

  private static final long serialVersionUID = 1;

  /**
   * How far beyond the broker's clock feedback may date itself: a word from the far future would
   * move the time of the whole job there.
   */
  private static final long MOST_AHEAD = Duration.ofHours(1).toMillis();

  // configuration
  private final HashMap<String, Topic> topics = new HashMap<>();

  /**
   * For one installation.
   *
   * @param prefix of all topic names, possibly empty
   */
  public LearningInputDeserializer(String prefix) {
    TOPICS.forEach(topic -> topics.put(topic.in(prefix), topic));
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LearningInput> out) {
    out.collect(read(record));
  }

  /** What is made of a record of one of the topics; for programs that are not Flink, too. */
  public LearningInput read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null || record.value().length == 0) {
      return refused(record, RejectionReason.EMPTY, "the record has no value");
    }
    long readAt = Headers.readAt(record.headers()).orElse(0);
    try {
      return switch (topics.get(record.topic())) {
        case FEATURES -> FeatureAvro.read(record.value(), readAt);
        case FEEDBACK -> feedback(record);
        default -> complete(record, PredictionJson.read(record.value(), readAt));
      };
    } catch (IllegalArgumentException e) {
      return refused(record, RejectionReason.UNREADABLE, e.getMessage());
    }
  }

  private static LearningInput feedback(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
    Feedback feedback = FeedbackJson.read(record.value(), key, position(record));
    if (record.timestamp() >= 0 && feedback.ts() > record.timestamp() + MOST_AHEAD) {
      return refused(
          record,
          RejectionReason.TIMESTAMP_OUT_OF_BOUNDS,
          "ts is %d, the broker took the record at %d; must not be more than 1h later"
              .formatted(feedback.ts(), record.timestamp()));
    }
    return feedback;
  }

  private static LearningInput complete(
      ConsumerRecord<byte[], byte[]> record, Prediction prediction) {
    boolean complete =
        prediction.id() != null
            && prediction.entity() != null
            && prediction.scorer() != null
            && prediction.modelVersion() != null
            && prediction.source().topic() != null;
    return complete
        ? prediction
        : refused(
            record,
            RejectionReason.MISSING_FIELD,
            "a prediction must have id, entity, scorer, modelVersion and source");
  }

  private static DeadLetter refused(
      ConsumerRecord<byte[], byte[]> record, RejectionReason reason, String detail) {
    return new DeadLetter(
        reason.code(),
        detail,
        record.key(),
        record.value(),
        position(record),
        Headers.readAt(record.headers()).orElse(0));
  }

  private static SourcePosition position(ConsumerRecord<byte[], byte[]> record) {
    return new SourcePosition(record.topic(), record.partition(), record.offset());
  }

  @Override
  public TypeInformation<LearningInput> getProducedType() {
    return CodecTypeInformation.learningInput();
  }
}
