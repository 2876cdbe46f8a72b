package io.atomstreams.pipelines.connector;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;

/**
 * Everything in a job that talks to Kafka, made of one set of settings. References to secrets, such
 * as {@code ${env:NAME}}, stay references here and in the job graph: each client resolves them
 * where it is opened.
 */
public final class KafkaClients {

  private static final int ANSWER_WITHIN_MS = 20_000;

  private final KafkaSettings settings;
  private final String servers;

  /**
   * The clients of one job on one cluster.
   *
   * @param servers one or more brokers, separated by commas
   */
  public KafkaClients(KafkaSettings settings, String servers) {
    this.settings = settings;
    this.servers = servers;
  }

  KafkaSettings settings() {
    return settings;
  }

  String servers() {
    return servers;
  }

  /** What all clients have in common; enough for an admin, a reader or a plain producer. */
  public Map<String, String> common() {
    Map<String, String> client = new HashMap<>(settings.client());
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    return client;
  }

  /** For an admin that gives up on a broker which does not answer. */
  public Map<String, Object> admin() {
    Map<String, Object> admin = new HashMap<>(common());
    admin.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS / 2);
    admin.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
    return admin;
  }

  /**
   * Reads on from the group's committed offsets, in a new group from the beginning; committed
   * records unless the settings say otherwise: what an aborted transaction wrote is no input.
   */
  @SuppressWarnings("deprecation") // the connector's only way to name the reset strategy
  public <T> KafkaSourceBuilder<T> source(
      Collection<String> topics, KafkaRecordDeserializationSchema<T> deserializer) {
    return KafkaSource.<T>builder()
        .setProperties(consumer(settings))
        .setBootstrapServers(servers)
        .setGroupId(settings.groupId())
        .setTopics(List.copyOf(topics))
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(deserializer);
  }

  /** What the sources see of records that were written in transactions. */
  public static IsolationLevel isolation(KafkaSettings settings) {
    String name = consumer(settings).getProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
    return IsolationLevel.valueOf(name.toUpperCase(Locale.ROOT));
  }

  static Properties consumer(KafkaSettings settings) {
    Properties consumer = new Properties();
    consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, name(IsolationLevel.READ_COMMITTED));
    consumer.putAll(settings.client());
    consumer.putAll(settings.consumer());
    return consumer;
  }

  /** As Kafka's settings call it. */
  public static String name(IsolationLevel isolation) {
    return isolation.name().toLowerCase(Locale.ROOT);
  }

  /**
   * One transactional producer a subtask for all topics.
   *
   * @param largest bytes of a request, unless the settings say otherwise
   */
  public <T> KafkaSink<T> sink(KafkaRecordSerializationSchema<T> serializer, int largest) {
    Properties producer = producer(settings);
    producer.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(largest));
    return KafkaSink.<T>builder()
        .setBootstrapServers(servers)
        .setKafkaProducerConfig(producer)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(settings.transactionalIdPrefix())
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setRecordSerializer(serializer)
        .build();
  }

  /** Settings of a producer that writes in transactions as the job does. */
  public static Properties producer(KafkaSettings settings) {
    Properties producer = new Properties();
    producer.putAll(settings.client());
    producer.putAll(settings.producer());
    producer.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        Long.toString(settings.transactionTimeout().toMillis()));
    return producer;
  }
}
