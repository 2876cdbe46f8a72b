package io.atomstreams.pipelines.chaos.load;

import io.atomstreams.pipelines.feed.FeedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends events at a rate on a thread of its own, through whatever befalls the broker: each is sent
 * once and in order. Waits while too much that was sent has no outcome yet, so that neither topics
 * nor whoever checks them have to hold more than that.
 */
public final class LoadFeed implements AutoCloseable {

  private static final long PAUSE_NANOS = 1_000_000;

  /** Longer than any fault: what is sent is sent. */
  private static final int PATIENCE_MS = (int) Duration.ofMinutes(30).toMillis();

  /**
   * How to send.
   *
   * @param prefix of the event topics
   * @param first number of the first event
   * @param perSecond events
   * @param most number of the event before which it ends
   * @param mostBehind sent and not settled, at most
   */
  public record Options(String prefix, long first, double perSecond, long most, long mostBehind) {}

  private final LoadEvents events;
  private final Options options;
  private final LongSupplier settled;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = new Thread(this::feed, "load");

  private volatile Mood mood = Mood.PLAIN;
  private volatile long sent;
  private volatile long heldNanos;
  private volatile boolean stopped;
  private volatile Exception failure;

  /**
   * A feed that begins when it is started.
   *
   * @param settled how many of those sent have their outcome
   */
  public LoadFeed(
      LoadEvents events, Map<String, String> client, Options options, LongSupplier settled) {
    this.events = events;
    this.options = options;
    this.settled = settled;
    this.sent = options.first();
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  private void feed() {
    try {
      long due = System.nanoTime();
      for (long number = options.first(); number < options.most() && !stopped; ) {
        long now = System.nanoTime();
        if (number - settled.getAsLong() >= options.mostBehind()) {
          LockSupport.parkNanos(PAUSE_NANOS);
          long paused = System.nanoTime() - now;
          heldNanos = heldNanos() + paused;
          due += paused;
        } else if (now < due) {
          LockSupport.parkNanos(Math.min(PAUSE_NANOS, due - now));
        } else {
          if (number >= events.most()) {
            throw new IllegalStateException(
                "after %,d events so few customers have no time left; take more of them"
                    .formatted(number));
          }
          send(events.event(number, mood));
          sent = ++number;
          due += (long) (1e9 / options.perSecond());
        }
      }
      producer.flush();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback learns of failures
  private void send(FeedEvent event) {
    producer.send(
        new ProducerRecord<>(
            options.prefix() + event.stream().topic(),
            event.key().getBytes(StandardCharsets.UTF_8),
            event.value()),
        (metadata, e) -> failure = e == null ? failure : e);
  }

  /** From now on. */
  public void mood(Mood now) {
    mood = now;
  }

  /**
   * Number of the next event, which is how many were sent if the first had number 0.
   *
   * @throws IllegalStateException if one could not be sent
   */
  public long sent() {
    if (failure != null) {
      throw new IllegalStateException("the load failed: " + failure.getMessage(), failure);
    }
    return sent;
  }

  public boolean isDone() {
    return !thread.isAlive();
  }

  /** How long it has waited for outcomes. */
  public long heldNanos() {
    return heldNanos;
  }

  /** Stops; everything sent is in the topics then. */
  public void finish() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the load ends", e);
    }
    sent();
  }

  @Override
  public void close() {
    stopped = true;
    producer.close(Duration.ZERO);
  }
}
