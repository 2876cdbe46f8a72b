package io.atomstreams.operators.scoring;

import java.util.Arrays;

/**
 * How one of the models in service has done since somebody last looked: what guardrails judge.
 * Belongs to one thread.
 */
public final class ArmStats {

  /** Equal widths over [0, 1]. */
  public static final int BINS = 20;

  private final long[] histogram = new long[BINS];
  private long rows;
  private long failed;
  private long nanos;
  private long values;
  private long missing;

  void scored(float score) {
    rows++;
    histogram[Math.min(BINS - 1, (int) (score * BINS))]++;
  }

  void failed() {
    rows++;
    failed++;
  }

  void called(long forNanos) {
    nanos += forNanos;
  }

  void saw(int features, int without) {
    values += features;
    missing += without;
  }

  /** Rows it was to score. */
  public long rows() {
    return rows;
  }

  /** Share of the rows it could not score, in [0, 1]; 0 without rows. */
  public double failureRate() {
    return rows == 0 ? 0 : (double) failed / rows;
  }

  /** Time in its calls per row, ns; 0 without rows. */
  public double nanosPerRow() {
    return rows == 0 ? 0 : (double) nanos / rows;
  }

  /** Share of its features' values that were missing, in [0, 1]; 0 without rows. */
  public double missingShare() {
    return values == 0 ? 0 : (double) missing / values;
  }

  /** Scores by bin; a copy. */
  public long[] histogram() {
    return histogram.clone();
  }

  /** The same figures, which stay as they are. */
  public ArmStats copy() {
    ArmStats copy = new ArmStats();
    System.arraycopy(histogram, 0, copy.histogram, 0, BINS);
    copy.rows = rows;
    copy.failed = failed;
    copy.nanos = nanos;
    copy.values = values;
    copy.missing = missing;
    return copy;
  }

  /** Begins anew. */
  public void clear() {
    Arrays.fill(histogram, 0);
    rows = 0;
    failed = 0;
    nanos = 0;
    values = 0;
    missing = 0;
  }
}
