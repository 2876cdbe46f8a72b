package io.atomstreams.pipelines.monitoring;

import io.atomstreams.operators.profile.ProfilePart;
import io.atomstreams.operators.profile.TopicRecord;
import io.atomstreams.pipelines.command.CommandTopic;
import io.atomstreams.pipelines.command.PausableSource;
import io.atomstreams.pipelines.connector.TopicSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
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

/** The monitoring job's two ends in Kafka. */
final class MonitoringEndpoints {

  /** By what name commands call the job. */
  private static final String JOB = "monitoring";

  private MonitoringEndpoints() {}

  /**
   * Reads on from the group's committed offsets, in a new group from the beginning; stands still
   * while the job is told to pause.
   */
  @SuppressWarnings("deprecation") // the connector's only way to name the reset strategy
  static Source<TopicRecord, ?, ?> source(MonitoringConfig config, String bootstrapServers) {
    Properties consumer = properties(config.kafka().consumer());
    consumer.putIfAbsent(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        IsolationLevel.READ_COMMITTED.name().toLowerCase(Locale.ROOT));
    KafkaSource<TopicRecord> inputs =
        KafkaSource.<TopicRecord>builder()
            .setProperties(consumer)
            .setBootstrapServers(bootstrapServers)
            .setGroupId(config.kafka().groupId())
            .setTopics(List.copyOf(config.profiles().topics()))
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setDeserializer(new TopicRecordDeserializer())
            .build();
    return new PausableSource<>(inputs, JOB, commands(config, bootstrapServers));
  }

  static KafkaSink<ProfilePart> sink(MonitoringConfig config, String bootstrapServers) {
    MonitoringConfig.Kafka kafka = config.kafka();
    Properties producer = properties(kafka.producer());
    producer.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        Long.toString(kafka.transactionTimeout().toMillis()));
    producer.putIfAbsent(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(TopicSettings.LARGEST_PROFILE));
    return KafkaSink.<ProfilePart>builder()
        .setBootstrapServers(bootstrapServers)
        .setKafkaProducerConfig(producer)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(kafka.transactionalIdPrefix())
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setRecordSerializer(new ProfileSerializer(config))
        .build();
  }

  private static CommandTopic commands(MonitoringConfig config, String bootstrapServers) {
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
