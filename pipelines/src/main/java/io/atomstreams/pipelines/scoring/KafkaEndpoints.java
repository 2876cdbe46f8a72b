package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;

/** The scoring job's two ends in Kafka. */
public final class KafkaEndpoints {

  private KafkaEndpoints() {}

  /** Reads on from the group's committed offsets, in a new group from the beginning. */
  @SuppressWarnings("deprecation") // the connector's only way to name the reset strategy
  public static KafkaSource<Intake> source(ScoringConfig config, String bootstrapServers) {
    return events(config, bootstrapServers)
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .build();
  }

  /** Reads from the beginning to where the topics end when the job starts, then ends. */
  public static KafkaSource<Intake> boundedSource(ScoringConfig config, String bootstrapServers) {
    return events(config, bootstrapServers)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setBounded(OffsetsInitializer.latest())
        .build();
  }

  private static KafkaSourceBuilder<Intake> events(ScoringConfig config, String bootstrapServers) {
    ScoringConfig.Kafka kafka = config.kafka();
    String sales = Topic.SALES_EVENTS.in(kafka.topicPrefix());
    String customers = Topic.CUSTOMER_EVENTS.in(kafka.topicPrefix());
    Map<String, EventType.Stream> streams =
        Map.of(sales, EventType.Stream.SALES, customers, EventType.Stream.CUSTOMER);
    List<String> topics = new ArrayList<>(List.of(sales, customers));
    topics.addAll(kafka.mapped().keySet());
    return KafkaSource.<Intake>builder()
        .setProperties(consumer(kafka))
        .setBootstrapServers(bootstrapServers)
        .setGroupId(kafka.groupId())
        .setTopics(topics)
        .setDeserializer(new KafkaEventDeserializer(streams, kafka.mapped(), config.validation()));
  }

  /**
   * Reads committed unless asked otherwise: dead letters are sent again in transactions, and what
   * an aborted one wrote is no input.
   */
  static Properties consumer(ScoringConfig.Kafka kafka) {
    Properties consumer = properties(kafka.consumer());
    consumer.putIfAbsent(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        IsolationLevel.READ_COMMITTED.name().toLowerCase(Locale.ROOT));
    return consumer;
  }

  /** One transactional producer a subtask for all output topics. */
  public static KafkaSink<Output> sink(ScoringConfig config, String bootstrapServers) {
    ScoringConfig.Kafka kafka = config.kafka();
    Properties producer = properties(kafka.producer());
    producer.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        Long.toString(kafka.transactionTimeout().toMillis()));
    producer.putIfAbsent(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        Integer.toString(TopicSettings.LARGEST_DEAD_LETTER));
    return KafkaSink.<Output>builder()
        .setBootstrapServers(bootstrapServers)
        .setKafkaProducerConfig(producer)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(kafka.transactionalIdPrefix())
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setRecordSerializer(new OutputSerializer(kafka.topicPrefix()))
        .build();
  }

  private static Properties properties(Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }
}
