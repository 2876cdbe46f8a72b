package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomstreams.pipelines.feed.FeedEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends events at a bounded rate, whatever becomes of them. */
final class PacedFeed implements Runnable {

  private static final Duration STALLED = Duration.ofMinutes(3);
  private static final long PAUSE_NANOS = 1_000_000;

  private final Iterator<FeedEvent> events;
  private final int count;
  private final double perSecond;
  private final Map<String, Object> client;

  private volatile RuntimeException failure;

  PacedFeed(Iterator<FeedEvent> events, int count, double perSecond, Map<String, String> client) {
    this.events = events;
    this.count = count;
    this.perSecond = perSecond;
    this.client = new HashMap<>(client);
  }

  @Override
  public void run() {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      send(producer);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer) {
    long started = System.nanoTime();
    for (int i = 0; i < count; i++) {
      FeedEvent event = events.next();
      long due = started + (long) (i * 1e9 / perSecond);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      if (failure != null) {
        return;
      }
      send(producer, event);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback learns of failures
  private void send(KafkaProducer<byte[], byte[]> producer, FeedEvent event) {
    String topic = OfflineRun.topic(event.stream(), "");
    producer.send(
        new ProducerRecord<>(topic, event.key().getBytes(UTF_8), event.value()),
        (metadata, e) -> {
          if (e != null) {
            failure = new IllegalStateException("an event could not be sent", e);
          }
        });
  }

  /** Waits until a count is reached, as long as it still rises. */
  static void await(LongSupplier reached, long wanted, Runnable check) {
    long seen = -1;
    long since = System.nanoTime();
    while (reached.getAsLong() < wanted) {
      check.run();
      LockSupport.parkNanos(PAUSE_NANOS);
      long now = reached.getAsLong();
      if (now != seen) {
        seen = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > STALLED.toNanos()) {
        throw new IllegalStateException(
            "stands at %d of %d for %d s".formatted(seen, wanted, STALLED.toSeconds()));
      }
    }
  }

  /** Fails if the feed has failed. */
  void check() {
    if (failure != null) {
      throw new IllegalStateException("the feed failed", failure);
    }
  }
}
