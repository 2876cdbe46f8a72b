package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.TrainingWish;
import io.atomstreams.pipelines.connector.DriftJson;
import io.atomstreams.pipelines.connector.EvaluationJson;
import io.atomstreams.pipelines.connector.ExampleJson;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.learning.LearningConfig.Training;
import io.atomstreams.pipelines.training.TrainingRequest;
import io.atomstreams.pipelines.training.TrainingRequestJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Gives every finding its topic, key and value, for the one transactional sink of the job. */
final class FindingSerializer
    implements KafkaRecordSerializationSchema<Finding>, KafkaDatasetFacetProvider {

  /** How the job is called in {@link Headers#JOB}. */
  static final String JOB = "learning";

  private static final long serialVersionUID = 1;

  // Configuration.
  private final String prefix;
  private final Training training;
  private final OutputSerializer outputs;

  // Runtime.
  private transient ExampleJson examples;
  private transient EvaluationJson evaluations;
  private transient DriftJson drifts;

  FindingSerializer(LearningConfig config) {
    this.prefix = config.kafka().topicPrefix();
    this.training = config.training().orElse(null);
    this.outputs = new OutputSerializer(prefix);
  }

  /** Topics that the job writes. */
  static List<Topic> topics() {
    return List.of(
        Topic.EXAMPLES,
        Topic.EVALUATIONS,
        Topic.DRIFT,
        Topic.ALERTS,
        Topic.TRAINING_REQUESTS,
        Topic.DEAD_LETTERS);
  }

  /** Tells the sink which topics its transactions touch, so that it finds those left open. */
  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(
        new DefaultKafkaDatasetFacet(
            DefaultKafkaDatasetIdentifier.ofTopics(
                topics().stream().map(topic -> topic.in(prefix)).toList())));
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Finding finding, KafkaSinkContext context, Long timestamp) {
    if (examples == null) {
      examples = new ExampleJson();
      evaluations = new EvaluationJson();
      drifts = new DriftJson();
    }
    if (finding instanceof Example example) {
      ProducerRecord<byte[], byte[]> record =
          record(Topic.EXAMPLES, example.entity(), examples.encode(example));
      record.headers().add(Headers.READ_AT, Headers.instant(example.readAtMicros()));
      return record;
    }
    if (finding instanceof Evaluation evaluation) {
      return record(Topic.EVALUATIONS, evaluation.key(), evaluations.encode(evaluation));
    }
    if (finding instanceof Drift drift) {
      return record(Topic.DRIFT, drift.detector(), drifts.encode(drift));
    }
    if (finding instanceof TrainingWish wish) {
      TrainingRequest request = request(wish);
      return record(Topic.TRAINING_REQUESTS, request.model(), TrainingRequestJson.write(request));
    }
    ProducerRecord<byte[], byte[]> record = outputs.serialize((Output) finding);
    if (finding instanceof Alert) {
      record.headers().add(Headers.JOB, Headers.text(JOB));
    }
    return record;
  }

  private ProducerRecord<byte[], byte[]> record(Topic topic, String key, byte[] value) {
    return new ProducerRecord<>(topic.in(prefix), key.getBytes(StandardCharsets.UTF_8), value);
  }

  private TrainingRequest request(TrainingWish wish) {
    if (training == null) {
      throw new IllegalStateException(
          "detector %s asks for a training, and there is no section training in learning.yaml"
              .formatted(wish.detector()));
    }
    return new TrainingRequest(
        wish.id(),
        training.model(),
        training.architecture(),
        wish.label(),
        Optional.empty(),
        Optional.of(Instant.ofEpochMilli(wish.ts())),
        wish.id().hashCode(),
        training.maxRows(),
        training.maxEpochs(),
        training.maxMinutes(),
        "detector " + wish.detector());
  }
}
