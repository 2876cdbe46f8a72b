package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.KafkaSettings;
import io.atomstreams.pipelines.connector.OutputSerializer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The job's sink with its guarantees, as slow as one wishes: each of its subtasks takes one outcome
 * after the other at a bounded rate and keeps its thread waiting in between.
 */
final class SlowSink implements KafkaRecordSerializationSchema<Output>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1;

  /** What a thread that woke up late may make good for. */
  private static final long MOST_BEHIND_NANOS = 20_000_000;

  private final OutputSerializer serializer;
  private final double perSecond;
  private transient long due;

  private SlowSink(OutputSerializer serializer, double perSecond) {
    this.serializer = serializer;
    this.perSecond = perSecond;
  }

  /**
   * A sink.
   *
   * @param perSecond outcomes a subtask takes: feature records and dead letters
   */
  static Sink<Output> of(ScoringConfig config, Map<String, String> client, double perSecond) {
    KafkaSettings kafka = config.kafka();
    return KafkaSink.<Output>builder()
        .setBootstrapServers(client.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG))
        .setKafkaProducerConfig(KafkaClients.producer(kafka))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(kafka.transactionalIdPrefix())
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setRecordSerializer(new SlowSink(new OutputSerializer(kafka.topicPrefix()), perSecond))
        .build();
  }

  @Override
  public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink) {
    serializer.open(context, sink);
    due = System.nanoTime();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Output output, KafkaSinkContext sink, Long timestamp) {
    if (output instanceof FeatureRecord || output instanceof DeadLetter) {
      due = Math.max(due, System.nanoTime() - MOST_BEHIND_NANOS) + (long) (1e9 / perSecond);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
    return serializer.serialize(output, sink, timestamp);
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return serializer.getKafkaDatasetFacet();
  }
}
