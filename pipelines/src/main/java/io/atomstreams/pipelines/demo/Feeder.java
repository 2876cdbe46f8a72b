package io.atomstreams.pipelines.demo;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.feed.FeedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes a feed to the event topics: the past as fast as the job takes it, then at the pace of the
 * event clock.
 *
 * <p>Event time that runs faster than a job reads would look like disorder: one topic would be days
 * ahead of the other. So a {@code window} of event time is only begun once everything before it has
 * an outcome.
 */
final class Feeder implements Runnable {

  private static final Duration STALLED = Duration.ofMinutes(3);
  private static final long PAUSE_NANOS = 200_000;
  private static final long MOST_UNDER_WAY = 20_000;

  /**
   * How to feed.
   *
   * @param limit most events; {@code Long.MAX_VALUE} for no limit
   * @param liveFrom event time at which the past ends, ms; {@code Long.MAX_VALUE} if all is past
   * @param speed event time per wall time once live
   * @param window event time that may be under way at once, ms
   * @param rate most events a second of wall time in the past, 0 for no bound
   */
  record Options(long limit, long liveFrom, double speed, long window, double rate) {}

  private final Iterator<FeedEvent> feed;
  private final Options options;
  private final LongSupplier accounted;
  private final Clock clock;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<EventType.Stream, String> topics = new EnumMap<>(EventType.Stream.class);

  private final AtomicLong sent = new AtomicLong();
  private volatile long lastTs;
  private volatile boolean live;
  private volatile boolean finished;
  private volatile boolean stopped;
  private volatile RuntimeException failure;

  private long windowEnd = Long.MIN_VALUE;
  private long liveSince;
  private final long started;

  /**
   * A feeder that has not begun.
   *
   * @param accounted how many of the events sent so far have an outcome
   */
  Feeder(
      Iterator<FeedEvent> feed,
      Options options,
      Map<String, Object> client,
      String topicPrefix,
      LongSupplier accounted,
      Clock clock) {
    this.feed = feed;
    this.options = options;
    this.accounted = accounted;
    this.clock = clock;
    this.started = clock.millis();
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 1);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    topics.put(EventType.Stream.SALES, Topic.SALES_EVENTS.in(topicPrefix));
    topics.put(EventType.Stream.CUSTOMER, Topic.CUSTOMER_EVENTS.in(topicPrefix));
  }

  @Override
  public void run() {
    try (producer) {
      while (!stopped && sent() < options.limit() && feed.hasNext()) {
        send(feed.next());
      }
      producer.flush();
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      finished = true;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback learns of failures
  private void send(FeedEvent event) {
    if (event.ts() >= windowEnd) {
      awaitAccounted(0);
      windowEnd = event.ts() + options.window();
    } else if (sent() - accounted.getAsLong() > MOST_UNDER_WAY) {
      awaitAccounted(MOST_UNDER_WAY / 2);
    }
    awaitTurn(event.ts());
    byte[] key = event.key() == null ? null : event.key().getBytes(StandardCharsets.UTF_8);
    producer.send(
        new ProducerRecord<>(topics.get(event.stream()), key, event.value()),
        (metadata, e) -> {
          if (e != null) {
            failure = new IllegalStateException("an event could not be sent: " + e.getMessage(), e);
            stopped = true;
          }
        });
    lastTs = Math.max(lastTs, Math.min(event.ts(), windowEnd));
    sent.incrementAndGet();
  }

  private void awaitAccounted(long underWay) {
    long seen = accounted.getAsLong();
    long since = clock.millis();
    while (!stopped && sent() - accounted.getAsLong() > underWay) {
      LockSupport.parkNanos(PAUSE_NANOS);
      if (accounted.getAsLong() != seen) {
        seen = accounted.getAsLong();
        since = clock.millis();
      } else if (clock.millis() - since > STALLED.toMillis()) {
        throw new IllegalStateException(
            "no event got an outcome for %d s; %d of %d are under way. See the job in the web UI"
                .formatted(STALLED.toSeconds(), sent() - seen, sent()));
      }
    }
  }

  private void awaitTurn(long ts) {
    long due;
    if (ts < options.liveFrom()) {
      due = options.rate() == 0 ? 0 : started + (long) (sent() * 1000 / options.rate());
    } else {
      if (!live) {
        live = true;
        liveSince = clock.millis();
      }
      due = liveSince + (long) ((ts - options.liveFrom()) / options.speed());
    }
    long wait = due - clock.millis();
    while (!stopped && wait > 0) {
      LockSupport.parkNanos(Math.min(TimeUnit.MILLISECONDS.toNanos(wait), 20_000_000L));
      wait = due - clock.millis();
    }
  }

  /** Ends after the event at hand. */
  void stop() {
    stopped = true;
  }

  long sent() {
    return sent.get();
  }

  /** Event time reached, ms; 0 before the first event. */
  long eventTime() {
    return lastTs;
  }

  /** True once the past has been fed. */
  boolean isLive() {
    return live;
  }

  boolean isFinished() {
    return finished;
  }

  /** Why it ended early, or {@code null}. */
  RuntimeException failure() {
    return failure;
  }
}
