package io.atomstreams.pipelines.learning;

import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.pipelines.command.CommandTopic;
import io.atomstreams.pipelines.command.PausableSource;
import io.atomstreams.pipelines.connector.LearningInputDeserializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicSettings;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;

/** The learning job's ends in Kafka. */
final class LearningEndpoints {

  /** By what name commands call the job. */
  private static final String JOB = "learning";

  private LearningEndpoints() {}

  /** Full names of all topics that the job reads or writes. */
  static Set<String> topics(LearningConfig config) {
    String prefix = config.kafka().topicPrefix();
    Set<String> names = new TreeSet<>();
    LearningInputDeserializer.TOPICS.forEach(topic -> names.add(topic.in(prefix)));
    FindingSerializer.topics().forEach(topic -> names.add(topic.in(prefix)));
    names.add(Topic.MODELS.in(prefix));
    names.add(Topic.AUDIT.in(prefix));
    names.add(Topic.COMMANDS.in(prefix));
    return names;
  }

  /**
   * Reads on from the group's committed offsets, in a new group from the beginning; stands still
   * while the job is told to pause.
   */
  @SuppressWarnings("deprecation") // the connector's only way to name the reset strategy
  static Source<LearningInput, ?, ?> source(LearningConfig config, String bootstrapServers) {
    LearningConfig.Kafka kafka = config.kafka();
    Properties consumer = properties(kafka.consumer());
    consumer.putIfAbsent(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        IsolationLevel.READ_COMMITTED.name().toLowerCase(Locale.ROOT));
    KafkaSource<LearningInput> inputs =
        KafkaSource.<LearningInput>builder()
            .setProperties(consumer)
            .setBootstrapServers(bootstrapServers)
            .setGroupId(kafka.groupId())
            .setTopics(
                LearningInputDeserializer.TOPICS.stream()
                    .map(topic -> topic.in(kafka.topicPrefix()))
                    .toList())
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setDeserializer(new LearningInputDeserializer(kafka.topicPrefix()))
            .build();
    return new PausableSource<>(inputs, JOB, commands(config, bootstrapServers));
  }

  /** One transactional producer a subtask for all topics. */
  static KafkaSink<Finding> sink(LearningConfig config, String bootstrapServers) {
    LearningConfig.Kafka kafka = config.kafka();
    Properties producer = properties(kafka.producer());
    producer.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        Long.toString(kafka.transactionTimeout().toMillis()));
    producer.putIfAbsent(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        Integer.toString(TopicSettings.LARGEST_DEAD_LETTER));
    return KafkaSink.<Finding>builder()
        .setBootstrapServers(bootstrapServers)
        .setKafkaProducerConfig(producer)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(kafka.transactionalIdPrefix())
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setRecordSerializer(new FindingSerializer(config))
        .build();
  }

  /** The log of models. */
  static KafkaModelLog models(LearningConfig config, String bootstrapServers) {
    Map<String, String> client = new HashMap<>(config.kafka().consumer());
    client.put("bootstrap.servers", bootstrapServers);
    return new KafkaModelLog(client, config.kafka().topicPrefix());
  }

  private static CommandTopic commands(LearningConfig config, String bootstrapServers) {
    Map<String, String> client = new HashMap<>(config.kafka().consumer());
    client.put("bootstrap.servers", bootstrapServers);
    return new CommandTopic(client, config.kafka().topicPrefix());
  }

  private static Properties properties(Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }
}
