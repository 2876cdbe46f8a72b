package io.atomstreams.pipelines.connector;

import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.config.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code kafka} of a job's configuration.
 *
 * @param bootstrapServers where the cluster is; empty if it is said when the job is started
 * @param topicPrefix in front of every topic's name
 * @param transactionTimeout how long an unfinished transaction blocks read_committed consumers
 *     after a crash
 * @param client settings of all the job's Kafka clients, above all how they sign in
 * @param consumer settings of the sources, laid over those of all clients
 * @param producer settings of the sink, laid over those of all clients
 */
public record KafkaSettings(
    Optional<String> bootstrapServers,
    String topicPrefix,
    String groupId,
    String transactionalIdPrefix,
    Duration transactionTimeout,
    Map<String, String> client,
    Map<String, String> consumer,
    Map<String, String> producer) {

  public KafkaSettings {
    client = Map.copyOf(client);
    consumer = Map.copyOf(consumer);
    producer = Map.copyOf(producer);
  }

  /**
   * Reads the section.
   *
   * @param name of the group and in front of the transactions' names unless said otherwise
   */
  public static KafkaSettings read(Section kafka, String name) {
    KafkaSettings settings =
        new KafkaSettings(
            kafka.optionalString("bootstrapServers"),
            kafka.string("topicPrefix", ""),
            kafka.string("groupId", name),
            kafka.string("transactionalIdPrefix", name),
            kafka.duration("transactionTimeout", Duration.ofMinutes(15)),
            kafka.settings("client"),
            kafka.settings("consumer"),
            kafka.settings("producer"));
    ClientSettingRules.check(kafka, settings);
    return settings;
  }

  /**
   * Where the cluster is.
   *
   * @param given when the job was started; wins over the configuration
   * @throws ConfigException if it is said nowhere
   */
  public String servers(Optional<String> given) {
    return given
        .or(() -> bootstrapServers)
        .orElseThrow(
            () ->
                new ConfigException(
                    List.of(
                        "kafka.bootstrapServers is missing: name the brokers there, or when the job"
                            + " is started")));
  }

  /** The same settings for the topics and under the names of another installation. */
  public KafkaSettings in(String anotherPrefix, String anotherGroup) {
    return new KafkaSettings(
        bootstrapServers,
        anotherPrefix,
        anotherGroup,
        anotherPrefix + transactionalIdPrefix,
        transactionTimeout,
        client,
        consumer,
        producer);
  }
}
