package io.atomstreams.pipelines.bench;

import io.atomstreams.pipelines.feed.FeedEvent;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends events at a rate, on a thread of its own, until it is told to stop. It waits while the job
 * is further behind than the topics can hold: what is not read yet must not be deleted.
 */
final class SustainedFeed implements AutoCloseable {

  private static final long PAUSE_NANOS = 500_000;

  private final Iterator<FeedEvent> events;
  private final EventProducer producer;
  private final double perSecond;
  private final long mostBehind;
  private final Thread thread = new Thread(this::feed, EventProducer.NAME);

  private volatile long sent;
  private volatile long done;
  private volatile long heldNanos;
  private volatile boolean stopped;
  private volatile RuntimeException failure;

  /**
   * A feed that begins at once.
   *
   * @param perSecond events
   * @param mostBehind events sent and not {@link #done}, at most
   */
  SustainedFeed(
      Iterator<FeedEvent> events, EventProducer producer, double perSecond, long mostBehind) {
    this.events = events;
    this.producer = producer;
    this.perSecond = perSecond;
    this.mostBehind = mostBehind;
    thread.start();
  }

  private void feed() {
    try (producer) {
      long due = System.nanoTime();
      long count = 0;
      long held = 0;
      while (!stopped) {
        long now = System.nanoTime();
        if (count - done >= mostBehind) {
          LockSupport.parkNanos(PAUSE_NANOS);
          long paused = System.nanoTime() - now;
          due += paused;
          held += paused;
          heldNanos = held;
        } else if (now < due) {
          LockSupport.parkNanos(Math.min(PAUSE_NANOS, due - now));
        } else {
          producer.send(events.next());
          sent = ++count;
          due += (long) (1e9 / perSecond);
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Events sent so far. */
  long sent() {
    if (failure != null) {
      throw new IllegalStateException("the feed failed: " + failure.getMessage(), failure);
    }
    return sent;
  }

  /** Tells how many events the job has done. */
  void done(long events) {
    done = events;
  }

  /** How long it has waited for the job. */
  double heldSeconds() {
    return heldNanos / 1e9;
  }

  /** CPU time of its threads so far: making events, and the producer's network thread. */
  static long cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(thread -> thread.getThreadName().endsWith(EventProducer.NAME))
        .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
        .sum();
  }

  @Override
  public void close() {
    finish();
  }

  /** Stops; everything sent is in the topics then. */
  void finish() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the feed ends", e);
    }
  }
}
