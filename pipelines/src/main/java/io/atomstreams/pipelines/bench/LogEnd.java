package io.atomstreams.pipelines.bench;

import io.atomstreams.pipelines.tracking.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.IsolationLevel;

/**
 * How far a job has got, told by how much it has written to a topic. Offsets count the markers of
 * commits too, a few for each checkpoint.
 */
public final class LogEnd implements AutoCloseable {

  private static final Duration STALLED = Duration.ofMinutes(2);
  private static final long POLL_NANOS = 20_000_000;

  private final TopicReader topic;

  /**
   * Of one topic.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   * @param topic full name
   */
  public LogEnd(Map<String, String> client, String topic) {
    this.topic = new TopicReader(client, List.of(topic), IsolationLevel.READ_UNCOMMITTED);
  }

  /** Offsets that the topic has given out, open transactions included. */
  long count() {
    return topic.end().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Waits for so many and returns how many there are then.
   *
   * @throws IllegalStateException if for two minutes none is added
   */
  public long await(long records) {
    long last = -1;
    long since = System.nanoTime();
    while (true) {
      long there = count();
      if (there >= records) {
        return there;
      }
      if (there != last) {
        last = there;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > STALLED.toNanos()) {
        throw new IllegalStateException(
            "the job stands still after %,d of %,d records".formatted(there, records));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  @Override
  public void close() {
    topic.close();
  }
}
