package io.atomstreams.pipelines.connector;

import java.util.HashMap;
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

  /**
   * The largest dead letter, bytes. A dead letter is its input with headers more, so it must not be
   * held to what an event may weigh: the job could neither write it nor leave it out.
   */
  public static final int LARGEST_DEAD_LETTER = 16 << 20;

  /**
   * The largest profile, bytes: 500 fields, each with the longest path there can be, eight names of
   * 100 characters that JSON escapes.
   */
  public static final int LARGEST_PROFILE = 4 << 20;

  public TopicSettings {
    settings = Map.copyOf(settings);
  }

  /**
   * As the platform wants it. Time stamps are log-append time: a record of 2010 that is replayed
   * today is kept for the full retention, counted from today.
   */
  static TopicSettings wanted(Topic topic, String prefix, int partitions, short replication) {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        topic.isCompacted()
            ? TopicConfig.CLEANUP_POLICY_COMPACT
            : TopicConfig.CLEANUP_POLICY_DELETE);
    settings.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(topic.retention().toMillis()));
    settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    if (topic == Topic.DEAD_LETTERS) {
      settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(LARGEST_DEAD_LETTER));
    }
    if (topic == Topic.PROFILES) {
      settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(LARGEST_PROFILE));
    }
    int wanted = topic.isOrdered() ? 1 : partitions;
    return new TopicSettings(topic.in(prefix), wanted, replication, settings);
  }

  /** The same with a setting more. */
  TopicSettings with(String setting, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(setting, value);
    return new TopicSettings(name, partitions, replicationFactor, more);
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
