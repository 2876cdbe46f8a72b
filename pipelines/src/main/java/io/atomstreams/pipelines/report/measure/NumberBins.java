package io.atomstreams.pipelines.report.measure;

import java.util.Map;
import java.util.TreeMap;

/**
 * How numbers are spread: counts in bins of equal relative width, a sixteenth of an octave, of
 * either sign. A quantile is off by 3 % at most; least and greatest are exact. What lies below 2⁻³⁰
 * counts as 0. The same bits in whatever order numbers came. Memory: 48 bytes a bin, of which
 * numbers from 1 to a million need 320.
 */
public final class NumberBins {

  private static final int PER_OCTAVE_BITS = 4;
  private static final int SHIFT = 52 - PER_OCTAVE_BITS;
  private static final double LEAST = 0x1p-30;

  private final TreeMap<Long, long[]> bins = new TreeMap<>();
  private long count;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  /** Adds a finite number; others are passed over. */
  public void add(double number) {
    if (!Double.isFinite(number)) {
      return;
    }
    bins.computeIfAbsent(bin(number), unused -> new long[1])[0]++;
    count++;
    least = Math.min(least, number + 0.0);
    greatest = Math.max(greatest, number + 0.0);
  }

  public long count() {
    return count;
  }

  public double least() {
    return count == 0 ? Double.NaN : least;
  }

  public double greatest() {
    return count == 0 ? Double.NaN : greatest;
  }

  /** The number that a share of them does not exceed, {@code NaN} of none. */
  public double quantile(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count));
    long passed = 0;
    for (Map.Entry<Long, long[]> bin : bins.entrySet()) {
      passed += bin.getValue()[0];
      if (passed >= wanted) {
        return Math.max(least, Math.min(greatest, middle(bin.getKey())));
      }
    }
    return Double.NaN;
  }

  /**
   * Shares in parts of equal width from {@code low} to {@code high}; what lies beyond is in
   * neither.
   */
  public double[] shares(double low, double high, int parts) {
    double[] shares = new double[parts];
    for (Map.Entry<Long, long[]> bin : bins.entrySet()) {
      double at = Math.max(least, Math.min(greatest, middle(bin.getKey())));
      if (at >= low && at <= high) {
        int part = high > low ? (int) Math.min(parts - 1, (at - low) / (high - low) * parts) : 0;
        shares[part] += (double) bin.getValue()[0] / count;
      }
    }
    return shares;
  }

  private static long bin(double number) {
    double size = Math.abs(number);
    if (size < LEAST) {
      return 0;
    }
    long place = Double.doubleToRawLongBits(size) >> SHIFT;
    return number < 0 ? -place : place;
  }

  /** A whole number where the bin holds one alone, else the middle between its ends. */
  private static double middle(long bin) {
    if (bin == 0) {
      return 0;
    }
    double low = Double.longBitsToDouble(Math.abs(bin) << SHIFT);
    double high = Double.longBitsToDouble((Math.abs(bin) + 1) << SHIFT);
    double whole = Math.ceil(low);
    double middle = whole < high ? whole : (low + high) / 2;
    return bin < 0 ? -middle : middle;
  }
}
