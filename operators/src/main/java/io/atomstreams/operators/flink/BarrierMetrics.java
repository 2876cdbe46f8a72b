package io.atomstreams.operators.flink;

import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.metrics.AtomMetric;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.MetricGroup;

/**
 * How long a checkpoint keeps an operator from its records, the last time and the longest since the
 * task started: the flush is writing out the entities that changed, the barrier's stretch is from
 * its arrival at the head of the chain (where it is aligned) to the end of that: what the operators
 * behind it in the chain still had in hand is in it. The state backend's own part comes after and
 * is in Flink's figures of the checkpoint.
 *
 * <p>Belongs to the task's thread; the gauges are read by others.
 */
final class BarrierMetrics {

  private static final long NOT_ARRIVED = Long.MIN_VALUE;
  private static final double NANOS_PER_SECOND = 1e9;

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

    void publish(AtomMetrics metrics, AtomMetric ofLast, AtomMetric ofLongest) {
      metrics.gauge(ofLast, () -> last / NANOS_PER_SECOND);
      metrics.gauge(ofLongest, () -> longest / NANOS_PER_SECOND);
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
    AtomMetrics metrics = new AtomMetrics(operator);
    flush.publish(metrics, AtomMetric.FLUSH_LAST, AtomMetric.FLUSH_MAX);
    barrier.publish(metrics, AtomMetric.BARRIER_LAST, AtomMetric.BARRIER_MAX);
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
