package io.atomstreams.pipelines.scoring;

import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  static RecordedRun read(Map<String, String> client, TopicCatalogue topics) {
    return new RecordedRun(
        all(client, topics.inputs(), IsolationLevel.READ_UNCOMMITTED),
        all(client, topics.outputs(), IsolationLevel.READ_COMMITTED),
        all(client, topics.outputs(), IsolationLevel.READ_UNCOMMITTED));
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
