package io.atomstreams.pipelines.rollout;

import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of models on the one partition of the topic {@code models}: the broker's order is the
 * order. Appends are acknowledged by all replicas and written once by an idempotent producer.
 */
public final class KafkaModelLog implements ModelLog {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(KafkaModelLog.class);

  private final HashMap<String, String> client;
  private final String topicPrefix;

  /**
   * The log of one installation.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   */
  public KafkaModelLog(Map<String, String> client, String topicPrefix) {
    this.client = new HashMap<>(client);
    this.topicPrefix = topicPrefix;
  }

  @Override
  public Connection open(Listener listener) {
    return new FollowedTopic(client, topicPrefix, listener);
  }

  /** All entries there are now. */
  public List<RolloutEntry> read() {
    List<RolloutEntry> entries = new ArrayList<>();
    try (TopicReader reader = reader(client, topicPrefix)) {
      reader.readToEnd(record -> accept(record, entries::add));
    }
    return entries;
  }

  static TopicReader reader(Map<String, String> client, String topicPrefix) {
    return new TopicReader(
        client, List.of(Topic.MODELS.in(topicPrefix)), IsolationLevel.READ_COMMITTED);
  }

  /** What is no entry is said and passed over: it was none when it was written, for all readers. */
  static void accept(ConsumerRecord<byte[], byte[]> record, Listener listener) {
    if (record.value() == null) {
      return;
    }
    RolloutEntry entry;
    try {
      entry = RolloutJson.read(record.value());
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "{}-{}@{} is no entry of the log of models: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
      return;
    }
    listener.accept(entry);
  }
}
