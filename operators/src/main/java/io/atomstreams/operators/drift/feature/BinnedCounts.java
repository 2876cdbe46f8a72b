package io.atomstreams.operators.drift.feature;

import io.atomstreams.operators.drift.Tails;

/**
 * Compares how often values fell into bins, before and now. The last bin is that of missing values
 * and has no place in the order of the others.
 */
final class BinnedCounts {

  /** Added to each count so that an empty bin has a logarithm. */
  private static final double SMOOTHING = 0.5;

  private BinnedCounts() {}

  static double psi(int[] before, int[] now) {
    double n0 = sum(before) + SMOOTHING * before.length;
    double n1 = sum(now) + SMOOTHING * now.length;
    double psi = 0;
    for (int bin = 0; bin < before.length; bin++) {
      double expected = (before[bin] + SMOOTHING) / n0;
      double actual = (now[bin] + SMOOTHING) / n1;
      psi += (actual - expected) * Math.log(actual / expected);
    }
    return psi;
  }

  /** The greatest difference of the two distribution functions at the bins' edges. */
  static double distance(int[] before, int[] now) {
    double n0 = Math.max(1, sum(before) - before[before.length - 1]);
    double n1 = Math.max(1, sum(now) - now[now.length - 1]);
    double most = 0;
    long below0 = 0;
    long below1 = 0;
    for (int bin = 0; bin < before.length - 1; bin++) {
      below0 += before[bin];
      below1 += now[bin];
      most = Math.max(most, Math.abs(below0 / n0 - below1 / n1));
    }
    return most;
  }

  static double kolmogorovChance(int[] before, int[] now) {
    long n0 = sum(before) - before[before.length - 1];
    long n1 = sum(now) - now[now.length - 1];
    return n0 == 0 || n1 == 0 ? 1 : Tails.kolmogorov(distance(before, now), n0, n1);
  }

  /**
   * Of Pearson's test of two samples. Bins so rare that fewer than 5 values of the smaller sample
   * are expected are taken together with the next ones, at the end with those before.
   */
  static double chiSquareChance(int[] before, int[] now) {
    double n0 = sum(before);
    double n1 = sum(now);
    double least = 5 * (n0 + n1) / Math.min(n0, n1);
    double[] a = new double[before.length];
    double[] b = new double[before.length];
    int cells = 0;
    for (int bin = 0; bin < before.length; bin++) {
      a[cells] += before[bin];
      b[cells] += now[bin];
      if (a[cells] + b[cells] >= least) {
        cells++;
      }
    }
    if (cells > 0 && cells < a.length) {
      a[cells - 1] += a[cells];
      b[cells - 1] += b[cells];
    }
    if (cells < 2) {
      return 1;
    }
    double statistic = 0;
    for (int cell = 0; cell < cells; cell++) {
      double difference = a[cell] * Math.sqrt(n1 / n0) - b[cell] * Math.sqrt(n0 / n1);
      statistic += difference * difference / (a[cell] + b[cell]);
    }
    return Tails.chiSquare(statistic, cells - 1);
  }

  static long sum(int[] counts) {
    long sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }
}
