package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.event.Acknowledgement;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.Exposure;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Gives every output its topic, key, headers and value, for the one transactional sink of a job.
 *
 * <p>Keys are entities, {@code tenant|id} in UTF-8, so that one entity's records keep their order.
 * A dead letter is the input again: its key and value untouched ({@code null} stays {@code null}),
 * so that sending it again is copying. Timestamps are left to the broker: the topics use log-append
 * time.
 */
public final class OutputSerializer
    implements KafkaRecordSerializationSchema<Output>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1L;

  // configuration
  private final String predictions;
  private final String features;
  private final String alerts;
  private final String deadLetters;
  private final String audit;
  private final String shadowPredictions;
  private final String exposures;
  private final String explanations;
  private final String insights;

  // runtime
  private transient OutputEncoder<Prediction> predictionEncoder;
  private transient OutputEncoder<FeatureRecord> featureEncoder;
  private transient OutputEncoder<Alert> alertEncoder;
  private transient OutputEncoder<Exposure> exposureEncoder;
  private transient OutputEncoder<Explanation> explanationEncoder;
  private transient OutputEncoder<Importance> importanceEncoder;

  /**
   * For the topics of one installation.
   *
   * @param prefix of all topic names, possibly empty
   */
  public OutputSerializer(String prefix) {
    this.predictions = Topic.PREDICTIONS.in(prefix);
    this.features = Topic.FEATURES.in(prefix);
    this.alerts = Topic.ALERTS.in(prefix);
    this.deadLetters = Topic.DEAD_LETTERS.in(prefix);
    this.audit = Topic.AUDIT.in(prefix);
    this.shadowPredictions = Topic.SHADOW_PREDICTIONS.in(prefix);
    this.exposures = Topic.EXPOSURES.in(prefix);
    this.explanations = Topic.EXPLANATIONS.in(prefix);
    this.insights = Topic.INSIGHTS.in(prefix);
  }

  @Override
  public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink) {
    openEncoders();
  }

  /** Tells the sink which topics its transactions touch, so that it finds those left open. */
  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    List<String> topics =
        List.of(
            predictions,
            features,
            alerts,
            deadLetters,
            audit,
            shadowPredictions,
            exposures,
            explanations,
            insights);
    return Optional.of(
        new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(topics)));
  }

  private void openEncoders() {
    predictionEncoder = new PredictionJson();
    featureEncoder = new FeatureAvro();
    alertEncoder = new AlertJson();
    exposureEncoder = new ExposureJson();
    explanationEncoder = new ExplanationJson();
    importanceEncoder = new ImportanceJson();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Output output, KafkaSinkContext sink, Long timestamp) {
    return serialize(output);
  }

  /** The Kafka record of an output; for programs that are not Flink, too. */
  public ProducerRecord<byte[], byte[]> serialize(Output output) {
    if (predictionEncoder == null) {
      openEncoders();
    }
    if (output instanceof FeatureRecord record) {
      byte[] value = featureEncoder.encode(record);
      return record(features, utf8(keyOf(record)), value, record.readAtMicros());
    }
    if (output instanceof Prediction prediction) {
      byte[] value = predictionEncoder.encode(prediction);
      String topic = prediction.role() == Prediction.Role.SHADOW ? shadowPredictions : predictions;
      return record(topic, utf8(prediction.entity()), value, prediction.readAtMicros());
    }
    if (output instanceof Alert alert) {
      byte[] value = alertEncoder.encode(alert);
      return record(alerts, utf8(alert.entity()), value, alert.readAtMicros());
    }
    if (output instanceof Acknowledgement done) {
      byte[] value = new AcknowledgementJson().encode(done);
      return new ProducerRecord<>(audit, utf8("features addition " + done.number()), value);
    }
    if (output instanceof Exposure exposure) {
      byte[] value = exposureEncoder.encode(exposure);
      return record(exposures, utf8(exposure.entity()), value, exposure.readAtMicros());
    }
    if (output instanceof Explanation explanation) {
      byte[] value = explanationEncoder.encode(explanation);
      return record(explanations, utf8(explanation.entity()), value, explanation.readAtMicros());
    }
    if (output instanceof Importance importance) {
      byte[] value = importanceEncoder.encode(importance);
      String key = importance.scorer() + "|" + importance.modelVersion();
      return record(insights, utf8(key), value, importance.readAtMicros());
    }
    return deadLetter((DeadLetter) output);
  }

  private static String keyOf(FeatureRecord record) {
    String entity = record.entity();
    return entity != null ? entity : record.tenant() + "|" + record.eventId();
  }

  private ProducerRecord<byte[], byte[]> deadLetter(DeadLetter letter) {
    ProducerRecord<byte[], byte[]> record =
        record(deadLetters, letter.key(), letter.raw(), letter.readAtMicros());
    SourcePosition source = letter.source();
    record
        .headers()
        .add(Headers.REASON, Headers.text(letter.reason()))
        .add(Headers.DETAIL, Headers.text(letter.detail()))
        .add(Headers.SOURCE_TOPIC, Headers.text(source.topic()))
        .add(Headers.SOURCE_PARTITION, Headers.text(String.valueOf(source.partition())))
        .add(Headers.SOURCE_OFFSET, Headers.text(String.valueOf(source.offset())));
    return record;
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, byte[] key, byte[] value, long readAtMicros) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
    record.headers().add(Headers.READ_AT, Headers.instant(readAtMicros));
    return record;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
