package io.atomstreams.pipelines.registration;

import java.util.Arrays;

/**
 * The scores of two models for the same rows. All are {@code NaN} without rows.
 *
 * @param correlation Pearson's, in [-1, 1]; {@code NaN} if one of them always gives the same
 * @param populationStability Σ (bᵢ − aᵢ) · ln(bᵢ / aᵢ) over ten bins that each hold a tenth of the
 *     first model's scores, with half a row added to each bin; 0 for equal distributions, above
 *     0.25 by common practice a large shift
 * @param agreement the share of rows that both place on the same side of their own base rate
 * @param meanDifference mean of second minus first
 * @param greatestDifference the largest absolute difference
 */
public record ScoreComparison(
    double correlation,
    double populationStability,
    double agreement,
    double meanDifference,
    double greatestDifference) {

  private static final int BINS = 10;
  private static final double HALF_A_ROW = 0.5;

  /** Compares. Cost: one sort. */
  public static ScoreComparison of(
      float[] first, double firstBase, float[] second, double secondBase) {
    double greatest = 0;
    double sum = 0;
    int same = 0;
    for (int i = 0; i < first.length; i++) {
      double difference = (double) second[i] - first[i];
      sum += difference;
      greatest = Math.max(greatest, Math.abs(difference));
      same += (first[i] >= firstBase) == (second[i] >= secondBase) ? 1 : 0;
    }
    double rows = first.length;
    return new ScoreComparison(
        correlation(first, second),
        stability(first, second),
        same / rows,
        sum / rows,
        rows == 0 ? Double.NaN : greatest);
  }

  private static double correlation(float[] a, float[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double covariance = 0;
    double varianceA = 0;
    double varianceB = 0;
    for (int i = 0; i < a.length; i++) {
      covariance += (a[i] - meanA) * (b[i] - meanB);
      varianceA += (a[i] - meanA) * (a[i] - meanA);
      varianceB += (b[i] - meanB) * (b[i] - meanB);
    }
    return covariance / Math.sqrt(varianceA * varianceB);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double stability(float[] a, float[] b) {
    if (a.length == 0) {
      return Double.NaN;
    }
    float[] sorted = a.clone();
    Arrays.sort(sorted);
    float[] edges = new float[BINS - 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = sorted[(int) ((long) (i + 1) * sorted.length / BINS)];
    }
    double[] shareA = shares(a, edges);
    double[] shareB = shares(b, edges);
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += (shareB[bin] - shareA[bin]) * Math.log(shareB[bin] / shareA[bin]);
    }
    return sum;
  }

  private static double[] shares(float[] scores, float[] edges) {
    double[] shares = new double[BINS];
    Arrays.fill(shares, HALF_A_ROW);
    for (float score : scores) {
      int bin = 0;
      while (bin < edges.length && score >= edges[bin]) {
        bin++;
      }
      shares[bin]++;
    }
    double rows = scores.length + BINS * HALF_A_ROW;
    for (int bin = 0; bin < BINS; bin++) {
      shares[bin] /= rows;
    }
    return shares;
  }
}
