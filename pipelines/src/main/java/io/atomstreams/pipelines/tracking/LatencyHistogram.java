package io.atomstreams.pipelines.tracking;

import io.atomstreams.pipelines.connector.Headers;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How long after the source read an event its outputs can be read: from the {@code read-at} header
 * to the reader's clock, both on the same machine. Microseconds, three significant digits, up to
 * one hour. Thread-safe.
 */
public final class LatencyHistogram {

  private static final long HIGHEST_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final int DIGITS = 3;

  private final Clock clock;
  private final Histogram micros = new ConcurrentHistogram(HIGHEST_MICROS, DIGITS);

  /**
   * Empty.
   *
   * @param clock wall clock of the reader
   */
  public LatencyHistogram(Clock clock) {
    this.clock = clock;
  }

  /** Counts a record that can be seen now; one without the header is passed over. */
  public void record(ConsumerRecord<byte[], byte[]> record) {
    Headers.readAt(record.headers()).ifPresent(readAt -> recordMicros(nowMicros() - readAt));
  }

  /** Counts a latency; below zero counts as zero, above an hour as an hour. */
  public void recordMicros(long latency) {
    micros.recordValue(Math.max(0, Math.min(latency, HIGHEST_MICROS)));
  }

  private long nowMicros() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
  }

  public long count() {
    return micros.getTotalCount();
  }

  /**
   * The latency that a share of the records did not exceed, µs; 0 without records.
   *
   * @param percent 0 to 100
   */
  public long percentileMicros(double percent) {
    return count() == 0 ? 0 : micros.getValueAtPercentile(percent);
  }

  /** The longest latency, µs; 0 without records. */
  public long maxMicros() {
    return count() == 0 ? 0 : micros.getMaxValue();
  }

  /** Forgets everything, for the next period. */
  public void reset() {
    micros.reset();
  }
}
