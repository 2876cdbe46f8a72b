package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.privacy.Privacy;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.command.CommandTopic;
import io.atomstreams.pipelines.command.PausableSource;
import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.connector.BackfillRecords;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicSettings;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.connector.source.Source;
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

  /** By what name commands call the job. */
  private static final String JOB = "scoring";

  private KafkaEndpoints() {}

  /**
   * Reads on from the group's committed offsets, in a new group from the beginning; stands still
   * while the job is told to pause.
   */
  @SuppressWarnings("deprecation") // the connector's only way to name the reset strategy
  public static Source<Intake, ?, ?> source(ScoringConfig config, String bootstrapServers) {
    KafkaSource<Intake> events =
        events(config, bootstrapServers)
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .build();
    Map<String, String> client = client(config.kafka(), bootstrapServers);
    return new PausableSource<>(
        events, JOB, new CommandTopic(client, config.kafka().topicPrefix()));
  }

  private static Map<String, String> client(ScoringConfig.Kafka kafka, String bootstrapServers) {
    Map<String, String> client = new HashMap<>(kafka.consumer());
    client.put("bootstrap.servers", bootstrapServers);
    return client;
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
    return KafkaSource.<Intake>builder()
        .setProperties(consumer(kafka))
        .setBootstrapServers(bootstrapServers)
        .setGroupId(kafka.groupId())
        .setTopics(topics(config))
        .setDeserializer(deserializer(config));
  }

  /** Full names of all topics that carry events. */
  public static List<String> topics(ScoringConfig config) {
    List<String> topics = new ArrayList<>(streams(config.kafka().topicPrefix()).keySet());
    topics.addAll(config.kafka().mapped().keySet());
    return topics;
  }

  /**
   * What makes events of the topics' records.
   *
   * @throws ConfigException if values are to be hidden and the key is not here
   */
  static KafkaEventDeserializer deserializer(ScoringConfig config) {
    return new KafkaEventDeserializer(
        streams(config.kafka().topicPrefix()),
        config.kafka().mapped(),
        config.validation(),
        config.contract().fields(),
        config.privacy().map(KafkaEndpoints::bound));
  }

  /**
   * The same, ready to be used outside of a job.
   *
   * @throws ConfigException as {@link #deserializer}
   */
  public static KafkaEventDeserializer reader(ScoringConfig config) {
    KafkaEventDeserializer reader = deserializer(config);
    reader.open();
    return reader;
  }

  private static Privacy bound(Privacy.Options options) {
    try {
      return Privacy.bind(options, System.getenv());
    } catch (IllegalArgumentException e) {
      ConfigException noKey = new ConfigException(List.of("privacy.key: " + e.getMessage()));
      noKey.initCause(e);
      throw noKey;
    }
  }

  private static Map<String, EventType.Stream> streams(String prefix) {
    return Map.of(
        Topic.SALES_EVENTS.in(prefix),
        EventType.Stream.SALES,
        Topic.CUSTOMER_EVENTS.in(prefix),
        EventType.Stream.CUSTOMER);
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

  /** What the job sees of records that were written in transactions. */
  public static IsolationLevel isolation(ScoringConfig config) {
    String name = consumer(config.kafka()).getProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
    return IsolationLevel.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** How the job changes while it runs. */
  @SuppressWarnings("deprecation") // the connector's only way to name the reset strategy
  public static ScoringPipeline.Control control(ScoringConfig config, String bootstrapServers) {
    ScoringConfig.Kafka kafka = config.kafka();
    Properties consumer = consumer(kafka);
    KafkaSource<BackfillRecord> histories =
        KafkaSource.<BackfillRecord>builder()
            .setProperties(consumer)
            .setProperty(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.name().toLowerCase(Locale.ROOT))
            .setBootstrapServers(bootstrapServers)
            .setGroupId(kafka.groupId())
            .setTopics(Topic.BACKFILL.in(kafka.topicPrefix()))
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setDeserializer(new BackfillRecords())
            .build();
    Map<String, String> client = client(kafka, bootstrapServers);
    KafkaModelLog models = new KafkaModelLog(client, kafka.topicPrefix());
    return new ScoringPipeline.Control(
        Optional.of(histories),
        new AddedFeatures(client, kafka.topicPrefix(), config.features()),
        scorer -> models);
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
