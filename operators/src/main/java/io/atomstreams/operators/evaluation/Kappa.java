package io.atomstreams.operators.evaluation;

/** How much of what a baseline gets wrong is got right. */
final class Kappa {

  private Kappa() {}

  /**
   * {@code (accuracy − baseline) / (1 − baseline)}: 1 is perfect, 0 no better than the baseline;
   * {@code NaN} where the baseline is always right.
   */
  static double of(double accuracy, double baseline) {
    return baseline == 1 ? Double.NaN : (accuracy - baseline) / (1 - baseline);
  }
}
