package io.atomstreams.pipelines.monitoring;

import io.atomstreams.operators.profile.JsonRecord;
import io.atomstreams.operators.profile.ProfileAccumulator;
import io.atomstreams.operators.profile.Profiler;
import io.atomstreams.operators.profile.Tenant;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * Profiles outside of the job: the latest that it wrote, or those of a topic's last records, made
 * here and now. Reads what is committed, in no consumer group, and writes nothing.
 */
public final class ProfileReader {

  /** Profiles looked back upon for the latest of each topic and tenant. */
  public static final int LOOK_BACK = 1_000;

  private static final int MOST_TENANTS = 1_000;

  private final Map<String, String> client;

  /**
   * A reader of one cluster.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   */
  public ProfileReader(Map<String, String> client) {
    this.client = Map.copyOf(client);
  }

  /**
   * The profile of the latest window of each topic and tenant, among the last {@link #LOOK_BACK}.
   *
   * @param wanted which ones to look for
   */
  public List<TopicProfile> latest(String prefix, Predicate<TopicProfile> wanted) {
    Map<String, TopicProfile> latest = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : last(Topic.PROFILES.in(prefix), LOOK_BACK)) {
      TopicProfile profile = read(record);
      if (wanted.test(profile)) {
        latest.merge(
            profile.topic() + "|" + profile.tenant(),
            profile,
            (one, other) -> other.from() >= one.from() ? other : one);
      }
    }
    return List.copyOf(latest.values());
  }

  private static TopicProfile read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return ProfileJson.read(record.value());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "%s-%d@%d: %s".formatted(record.topic(), record.partition(), record.offset(), e), e);
    }
  }

  /**
   * Profiles of a topic's last records, one for each tenant.
   *
   * @param topic full name, of JSON records
   * @param count at most so many records; they are held in memory
   */
  public List<TopicProfile> of(String topic, int count, Profiler profiler) {
    Map<String, ProfileAccumulator> profiles = new TreeMap<>();
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    for (ConsumerRecord<byte[], byte[]> record : last(topic, count)) {
      Optional<JsonRecord> json = JsonRecord.read(record.value());
      String tenant = Tenant.of(json);
      if (profiles.size() >= MOST_TENANTS && !profiles.containsKey(tenant)) {
        throw new IllegalStateException(
            "the last %,d records of %s are of more than %,d tenants; profile fewer with --last"
                .formatted(count, topic, MOST_TENANTS));
      }
      profiler.add(profiles.computeIfAbsent(tenant, t -> profiler.createAccumulator()), json);
      from = Math.min(from, record.timestamp());
      to = Math.max(to, record.timestamp() + 1);
    }
    List<TopicProfile> results = new ArrayList<>();
    for (Map.Entry<String, ProfileAccumulator> entry : profiles.entrySet()) {
      results.add(
          new TopicProfile(entry.getKey(), topic, from, to, profiler.getResult(entry.getValue())));
    }
    return results;
  }

  private List<ConsumerRecord<byte[], byte[]>> last(String topic, int count) {
    try (TopicReader reader =
        new TopicReader(client, List.of(topic), IsolationLevel.READ_COMMITTED)) {
      return reader.last(count, record -> true);
    }
  }
}
