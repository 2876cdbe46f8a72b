package io.atomstreams.operators.flink;

import java.util.function.LongSupplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * How long a checkpoint keeps an operator from its records, µs, the last time and the longest since
 * the task started: {@code atom.flush_micros_last} and {@code _max} for writing out the entities
 * that changed, {@code atom.barrier_micros_last} and {@code _max} from the barrier's arrival at the
 * head of the chain (where it is aligned) to the end of that: what the operators behind it in the
 * chain still had in hand is in it. The state backend's own part comes after and is in Flink's
 * figures of the checkpoint.
 *
 * <p>Belongs to the task's thread; the gauges are read by others.
 */
final class BarrierMetrics {

  private static final long NOT_ARRIVED = Long.MIN_VALUE;
  private static final long NANOS_PER_MICRO = 1_000;

  private final LongSupplier nanoClock;
  private final Stretch flush = new Stretch();
  private final Stretch barrier = new Stretch();
  private long arrived = NOT_ARRIVED;

  /** The last and the longest of several stretches of time, ns. */
  private static final class Stretch {
    private volatile long last;
    private volatile long longest;

    void add(long nanos) {
      last = nanos;
      longest = Math.max(longest, nanos);
    }

    void publish(MetricGroup group, String name) {
      group.gauge(name + "_last", (Gauge<Long>) () -> last / NANOS_PER_MICRO);
      group.gauge(name + "_max", (Gauge<Long>) () -> longest / NANOS_PER_MICRO);
    }
  }

  /** What a flush does. */
  interface Flush<E extends Exception> {
    void run() throws E;
  }

  /**
   * Metrics of one operator.
   *
   * @param nanoClock such as {@code System::nanoTime}
   */
  BarrierMetrics(MetricGroup operator, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    MetricGroup group = operator.addGroup("atom");
    flush.publish(group, "flush_micros");
    barrier.publish(group, "barrier_micros");
  }

  /** A barrier has come; its {@link #flush} follows. */
  void arrived() {
    arrived = nanoClock.getAsLong();
  }

  /** Runs a checkpoint's flush; one of which no barrier was seen began with it. */
  <E extends Exception> void flush(Flush<E> writing) throws E {
    long began = nanoClock.getAsLong();
    writing.run();
    long ended = nanoClock.getAsLong();
    flush.add(ended - began);
    barrier.add(ended - (arrived == NOT_ARRIVED ? began : arrived));
    arrived = NOT_ARRIVED;
  }
}
