package io.atomstreams.pipelines.chaos;

import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;

/**
 * About how many inputs have an outcome, told by how long the topics of outcomes are: markers of
 * transactions and what was taken back count too.
 */
final class OutcomeCount implements AutoCloseable {

  private static final long LOOK_NANOS = 50_000_000;

  private final TopicReader reader;
  private long count;
  private long lookedAt;

  OutcomeCount(Map<String, String> client, ScoringConfig config) {
    String prefix = config.kafka().topicPrefix();
    reader =
        new TopicReader(
            client,
            List.of(Topic.FEATURES.in(prefix), Topic.DEAD_LETTERS.in(prefix)),
            IsolationLevel.READ_UNCOMMITTED);
  }

  /** Looks again now and then. */
  synchronized long count() {
    long now = System.nanoTime();
    if (lookedAt == 0 || now - lookedAt > LOOK_NANOS) {
      count = reader.end().values().stream().mapToLong(Long::longValue).sum();
      lookedAt = now;
    }
    return count;
  }

  @Override
  public synchronized void close() {
    reader.close();
  }
}
