package io.atomstreams.pipelines.connector;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How one topic is, or is to be, set up on a cluster.
 *
 * @param name full name
 * @param replicationFactor copies of each partition, -1 for the cluster's default
 * @param settings the topic settings the platform cares about, by Kafka's names
 */
public record TopicSettings(
    String name, int partitions, short replicationFactor, Map<String, String> settings) {

  public TopicSettings {
    settings = Map.copyOf(settings);
  }

  /**
   * As the platform wants it. Time stamps are log-append time: a record of 2010 that is replayed
   * today is kept for the full retention, counted from today.
   */
  static TopicSettings wanted(Topic topic, String prefix, int partitions, short replication) {
    return new TopicSettings(
        topic.in(prefix),
        partitions,
        replication,
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            String.valueOf(topic.retention().toMillis()),
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime"));
  }

  NewTopic toCreate() {
    NewTopic topic = new NewTopic(name, partitions, replicationFactor);
    return topic.configs(settings);
  }

  /** What this one has differently from {@code wanted}, as {@code setting: found, wanted}. */
  Map<String, String> differencesFrom(TopicSettings wanted) {
    Map<String, String> differences = new TreeMap<>();
    if (partitions != wanted.partitions) {
      differences.put("partitions", partitions + ", wanted " + wanted.partitions);
    }
    if (wanted.replicationFactor > 0 && replicationFactor != wanted.replicationFactor) {
      differences.put(
          "replication.factor", replicationFactor + ", wanted " + wanted.replicationFactor);
    }
    wanted.settings.forEach(
        (name, value) -> {
          String found = settings.get(name);
          if (!value.equals(found)) {
            differences.put(name, found + ", wanted " + value);
          }
        });
    return differences;
  }
}
