package io.atomstreams.pipelines.bench;

import io.atomstreams.pipelines.connector.Topic;
import java.io.Serializable;
import java.util.EnumMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How many records, and how large, the scoring job writes to each topic for one input record: what
 * the pass-through imitates.
 */
final class OutputProfile implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * One topic's share.
   *
   * @param perInput records for one input record
   * @param valueBytes mean size of a value
   */
  record Share(double perInput, int valueBytes) implements Serializable {}

  private final EnumMap<Topic, Share> shares = new EnumMap<>(Topic.class);

  /** Every input record once, as it is, to one topic. */
  static OutputProfile copy() {
    OutputProfile profile = new OutputProfile();
    profile.shares.put(Topic.FEATURES, new Share(1, BenchEvents.BYTES));
    return profile;
  }

  EnumMap<Topic, Share> shares() {
    return shares;
  }

  /** Values a second of input makes, bytes for one input record. */
  double bytesPerInput() {
    return shares.values().stream().mapToDouble(s -> s.perInput() * s.valueBytes()).sum();
  }

  /** Adds up what a job wrote. */
  static final class Meter {
    private final EnumMap<Topic, long[]> sums = new EnumMap<>(Topic.class);
    private final String prefix;

    Meter(String prefix) {
      this.prefix = prefix;
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
      Topic topic = Topic.of(prefix, record.topic()).orElseThrow();
      long[] sum = sums.computeIfAbsent(topic, t -> new long[2]);
      sum[0]++;
      sum[1] += record.value() == null ? 0 : record.value().length;
    }

    long count(Topic topic) {
      long[] sum = sums.get(topic);
      return sum == null ? 0 : sum[0];
    }

    OutputProfile profile(long inputs) {
      OutputProfile profile = new OutputProfile();
      sums.forEach(
          (topic, sum) ->
              profile.shares.put(
                  topic, new Share((double) sum[0] / inputs, Math.round((float) sum[1] / sum[0]))));
      return profile;
    }
  }
}
