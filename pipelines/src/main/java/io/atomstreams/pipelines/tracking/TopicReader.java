package io.atomstreams.pipelines.tracking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

  /** By what factor to look further back when too few were wanted. */
  private static final int FURTHER_BACK = 8;

  private static final Comparator<ConsumerRecord<byte[], byte[]>> BY_TIME =
      Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
          .thenComparing(ConsumerRecord::topic)
          .thenComparing(ConsumerRecord::partition)
          .thenComparing(ConsumerRecord::offset);

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

  /** Offsets of the first records that the broker took at an instant or later; else the end. */
  public Map<TopicPartition, Long> offsetsAt(long millis) {
    Map<TopicPartition, Long> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, millis));
    Map<TopicPartition, Long> offsets = new HashMap<>(end());
    consumer
        .offsetsForTimes(asked)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                offsets.merge(partition, found.offset(), Math::min);
              }
            });
    return offsets;
  }

  /** Goes on from these offsets. */
  public void goTo(Map<TopicPartition, Long> offsets) {
    offsets.forEach(consumer::seek);
  }

  /** Goes on from what is then kept of these partitions. */
  public void goToBeginning(Collection<TopicPartition> of) {
    consumer.seekToBeginning(of);
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
   * The last records that can be seen at the moment of the call and are wanted, by the time the
   * broker took them, oldest first; those that came during the call may be among them. Reads no
   * further back than it must, and goes on from there: {@link #poll} then brings what comes next.
   *
   * @param count at most so many, at least 1; they are held in memory
   */
  public List<ConsumerRecord<byte[], byte[]>> last(
      int count, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    Map<TopicPartition, Long> beginning = beginning();
    Map<TopicPartition, Long> end = end();
    PriorityQueue<ConsumerRecord<byte[], byte[]>> latest = new PriorityQueue<>(BY_TIME);
    Map<TopicPartition, Long> readSince = new HashMap<>();
    for (long back = count; ; back *= FURTHER_BACK) {
      latest.clear();
      readSince.clear();
      for (TopicPartition partition : partitions) {
        long from = Math.max(beginning.get(partition), end.get(partition) - back);
        consumer.seek(partition, from);
        if (from == beginning.get(partition)) {
          readSince.put(partition, Long.MIN_VALUE);
        }
      }
      readTo(
          end,
          record -> {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            readSince.putIfAbsent(partition, record.timestamp());
            if (wanted.test(record)) {
              latest.add(record);
              if (latest.size() > count) {
                latest.remove();
              }
            }
          });
      long least = latest.size() < count ? Long.MIN_VALUE : latest.element().timestamp();
      if (partitions.stream().allMatch(p -> readSince.getOrDefault(p, Long.MAX_VALUE) <= least)) {
        return latest.stream().sorted(BY_TIME).toList();
      }
    }
  }

  /**
   * The record at one place; the reader has left all other partitions then.
   *
   * @return empty if it is not kept any more, or cannot be seen
   */
  public Optional<ConsumerRecord<byte[], byte[]>> at(TopicPartition partition, long offset) {
    List<TopicPartition> alone = List.of(partition);
    consumer.assign(alone);
    if (consumer.beginningOffsets(alone).get(partition) > offset
        || consumer.endOffsets(alone).get(partition) <= offset) {
      return Optional.empty();
    }
    consumer.seek(partition, offset);
    while (consumer.position(partition) <= offset) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() == offset) {
          return Optional.of(record);
        }
      }
    }
    return Optional.empty();
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
