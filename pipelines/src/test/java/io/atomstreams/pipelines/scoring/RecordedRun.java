package io.atomstreams.pipelines.scoring;

import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * Everything that stands in the topics after a run.
 *
 * @param inputs the event topics
 * @param committed the output topics as a reader sees them who waits for transactions
 * @param uncommitted the same topics with the records of aborted transactions; per partition in the
 *     order of offsets
 */
record RecordedRun(
    List<ConsumerRecord<byte[], byte[]>> inputs,
    List<ConsumerRecord<byte[], byte[]>> committed,
    List<ConsumerRecord<byte[], byte[]>> uncommitted) {

  private static final long POLL_NANOS = 20_000_000;
  private static final Duration DECIDED_WITHIN = Duration.ofSeconds(30);

  static RecordedRun read(Map<String, String> client, TopicCatalogue topics) {
    awaitDecisions(client, topics.outputs());
    return new RecordedRun(
        all(client, topics.inputs(), IsolationLevel.READ_COMMITTED),
        all(client, topics.outputs(), IsolationLevel.READ_COMMITTED),
        all(client, topics.outputs(), IsolationLevel.READ_UNCOMMITTED));
  }

  /**
   * A commit has succeeded when the coordinator has written it down; the partitions are told
   * afterwards. Waits for that, in vain if a transaction was left open.
   */
  private static void awaitDecisions(Map<String, String> client, List<String> topics) {
    long deadline = System.nanoTime() + DECIDED_WITHIN.toNanos();
    try (TopicReader written = new TopicReader(client, topics, IsolationLevel.READ_UNCOMMITTED);
        TopicReader decided = new TopicReader(client, topics, IsolationLevel.READ_COMMITTED)) {
      while (!decided.end().equals(written.end()) && System.nanoTime() < deadline) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> all(
      Map<String, String> client, List<String> topics, IsolationLevel isolation) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (TopicReader reader = new TopicReader(client, topics, isolation)) {
      reader.readToEnd(records::add);
    }
    return records;
  }

  /** Records that only an uncommitted reader sees: written and taken back. */
  long takenBack() {
    return uncommitted.size() - (long) committed.size();
  }
}
