package io.atomstreams.pipelines.tracking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all partitions of some topics from their beginning, without a consumer group, to a given
 * end or on and on. Belongs to one thread.
 */
public final class TopicReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions = new ArrayList<>();

  /**
   * Stands at the beginning of every partition.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   * @param topics full names
   * @param isolation whether records of open and aborted transactions are seen
   * @throws IllegalArgumentException if a topic does not exist
   */
  public TopicReader(
      Map<String, String> client, Collection<String> topics, IsolationLevel isolation) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.name().toLowerCase(Locale.ROOT));
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      for (String topic : topics) {
        addPartitions(topic);
      }
      consumer.assign(partitions);
      consumer.beginningOffsets(partitions).forEach(consumer::seek);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private void addPartitions(String topic) {
    var infos = consumer.partitionsFor(topic);
    if (infos == null || infos.isEmpty()) {
      throw new IllegalArgumentException("topic " + topic + " does not exist");
    }
    infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
  }

  /** First offsets that are still kept. */
  public Map<TopicPartition, Long> beginning() {
    return consumer.beginningOffsets(partitions);
  }

  /**
   * The offsets after the last record that can be seen now: under {@code read_committed}, before
   * the first open transaction.
   */
  public Map<TopicPartition, Long> end() {
    return consumer.endOffsets(partitions);
  }

  /**
   * Reads up to the given offsets, and what the last fetch brought beyond them.
   *
   * @param end offsets to reach, as of {@link #end()}
   * @return how many records were read
   */
  public long readTo(Map<TopicPartition, Long> end, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    long count = 0;
    while (!reached(end)) {
      count += poll(POLL, sink);
    }
    return count;
  }

  /** Reads everything that can be seen at the moment of the call. */
  public long readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    return readTo(end(), sink);
  }

  /**
   * Follows: hands over what has come since the last call, after waiting for up to {@code wait}.
   *
   * @return how many records that were
   */
  public int poll(Duration wait, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(wait);
    records.forEach(sink);
    return records.count();
  }

  private boolean reached(Map<TopicPartition, Long> end) {
    return end.entrySet().stream()
        .allMatch(entry -> consumer.position(entry.getKey()) >= entry.getValue());
  }

  /** Ends a {@code poll} of another thread with a {@code WakeupException}. */
  public void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
