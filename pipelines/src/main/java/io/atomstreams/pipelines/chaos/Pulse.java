package io.atomstreams.pipelines.chaos;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.WakeupException;

/**
 * When a fresh outcome was seen last, by a reader who does not wait for transactions. A feature
 * record or dead letter is fresh if it is about an input behind all that were seen of its partition
 * before: what is written again after a failure is not. Looks at one partition of the outputs, in
 * which customers of every subtask lie.
 */
final class Pulse implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final int WATCHED = 0;

  private final TopicReader outcomes;
  private final String letters;
  private final Map<String, Long> furthest = new HashMap<>();
  private final Thread thread = new Thread(this::follow, "pulse");

  private volatile boolean stopped;
  private long lastNanos;
  private long longestNanos;
  private long beats;

  Pulse(Map<String, String> client, String prefix) {
    Map<String, String> patient = new HashMap<>(client);
    patient.put("default.api.timeout.ms", String.valueOf(Duration.ofMinutes(30).toMillis()));
    patient.put("reconnect.backoff.max.ms", "200");
    letters = Topic.DEAD_LETTERS.in(prefix);
    outcomes =
        new TopicReader(
            patient, List.of(Topic.FEATURES.in(prefix), letters), IsolationLevel.READ_UNCOMMITTED);
    thread.setDaemon(true);
  }

  void start() {
    lastNanos = System.nanoTime();
    thread.start();
  }

  private void follow() {
    try (outcomes) {
      while (!stopped) {
        outcomes.poll(POLL, this::look);
      }
    } catch (WakeupException e) {
      // it was told to end
    }
  }

  private void look(ConsumerRecord<byte[], byte[]> record) {
    if (record.partition() != WATCHED) {
      return;
    }
    SourcePosition source =
        record.topic().equals(letters)
            ? Headers.source(record.headers())
            : FeatureAvro.readFiled(record.value()).source();
    String lane = source.topic() + source.partition();
    if (furthest.getOrDefault(lane, -1L) < source.offset()) {
      furthest.put(lane, source.offset());
      beat(System.nanoTime());
    }
  }

  private synchronized void beat(long now) {
    longestNanos = Math.max(longestNanos, now - lastNanos);
    lastNanos = now;
    beats++;
  }

  /** From now on the longest silence is counted anew. */
  synchronized void mark() {
    longestNanos = 0;
    beats = 0;
  }

  /** The longest silence that was going on at some time since the mark, present one included. */
  synchronized Duration longest() {
    return Duration.ofNanos(Math.max(longestNanos, System.nanoTime() - lastNanos));
  }

  /** How long there has been nothing fresh. */
  synchronized Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastNanos);
  }

  /** Fresh records since the mark. */
  synchronized long beats() {
    return beats;
  }

  @Override
  public void close() {
    stopped = true;
    outcomes.wakeUp();
  }
}
