package io.atomstreams.pipelines.deadletter;

import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the dead letters of one installation that are committed when it begins; what comes while it
 * reads is left for the next time.
 */
public final class DeadLetterReader {

  private final Map<String, String> client;
  private final String topic;

  /**
   * For one installation.
   *
   * @param client Kafka client settings, at least {@code bootstrap.servers}
   * @param prefix of all topic names, possibly empty
   */
  public DeadLetterReader(Map<String, String> client, String prefix) {
    this.client = Map.copyOf(client);
    this.topic = Topic.DEAD_LETTERS.in(prefix);
  }

  /** Hands over the wanted ones, those of one partition in their order. */
  public void read(Predicate<StoredLetter> wanted, Consumer<StoredLetter> sink) {
    try (TopicReader reader =
        new TopicReader(client, List.of(topic), IsolationLevel.READ_COMMITTED)) {
      Map<TopicPartition, Long> end = reader.end();
      reader.readTo(
          end,
          record -> {
            long last = end.get(new TopicPartition(record.topic(), record.partition()));
            StoredLetter letter = StoredLetter.read(record);
            if (record.offset() < last && wanted.test(letter)) {
              sink.accept(letter);
            }
          });
    }
  }

  /**
   * Hands over the last ones of the wanted, oldest first.
   *
   * @param last how many, at least 1; they are held in memory. Empty for all of them, as they are
   *     read
   */
  public void read(Predicate<StoredLetter> wanted, OptionalInt last, Consumer<StoredLetter> sink) {
    if (last.isEmpty()) {
      read(wanted, sink);
      return;
    }
    PriorityQueue<StoredLetter> latest = new PriorityQueue<>(StoredLetter.BY_TIME);
    read(
        wanted,
        letter -> {
          latest.add(letter);
          if (latest.size() > last.getAsInt()) {
            latest.remove();
          }
        });
    while (!latest.isEmpty()) {
      sink.accept(latest.remove());
    }
  }
}
