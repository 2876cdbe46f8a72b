package io.atomstreams.operators.evaluation;

/**
 * A share of {@code hits} in {@code all}.
 *
 * @param hits 0 to {@code all}
 * @param all 0 or more
 */
public record Proportion(double hits, double all) {

  /**
   * Between two numbers.
   *
   * @param low belongs to it
   * @param high belongs to it
   */
  public record Interval(double low, double high) {

    public boolean holds(double value) {
      return low <= value && value <= high;
    }
  }

  /** {@code NaN} of nothing. */
  public double rate() {
    return hits / all;
  }

  /**
   * Where the true share lies: the score interval (Wilson 1927), {@code (p̂ + z²/2n ± z √(p̂(1 −
   * p̂)/n + z²/4n²)) / (1 + z²/n)}; all of [0, 1] of nothing.
   *
   * @param z the normal quantile, 1.96 for 95 %
   */
  public Interval wilson(double z) {
    if (!(all > 0)) {
      return new Interval(0, 1);
    }
    double p = rate();
    double z2 = z * z;
    double middle = p + z2 / (2 * all);
    double half = z * Math.sqrt(p * (1 - p) / all + z2 / (4 * all * all));
    double scale = 1 + z2 / all;
    return new Interval(Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale));
  }

  /**
   * Where the difference of this share from another lies, from the Wilson intervals of both
   * (Newcombe 1998, method 10).
   */
  public Interval minus(Proportion other, double z) {
    if (!(all > 0) || !(other.all > 0)) {
      return new Interval(-1, 1);
    }
    Interval own = wilson(z);
    Interval others = other.wilson(z);
    double difference = rate() - other.rate();
    return new Interval(
        difference - Math.hypot(rate() - own.low(), others.high() - other.rate()),
        difference + Math.hypot(own.high() - rate(), other.rate() - others.low()));
  }

  /** The normal quantile of an upper tail {@code 0 < tail < 0.5}, by bisection of {@link #tail}. */
  public static double quantile(double tail) {
    double low = 0;
    double high = 40;
    for (int i = 0; i < 80; i++) {
      double middle = (low + high) / 2;
      if (tail(middle) > tail) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * {@code P(Z > z)} for {@code z >= 0}, to a relative 10⁻¹⁰ up to {@code z = 37}: the continued
   * fraction of Mills' ratio (Laplace), below {@code z = 2} Simpson's rule.
   */
  public static double tail(double z) {
    double density = StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    if (z >= 2) {
      double fraction = z;
      for (int i = 100; i >= 1; i--) {
        fraction = z + i / fraction;
      }
      return density / fraction;
    }
    int steps = 1_000;
    double h = z / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      double t = i * h;
      sum += weight * StrictMath.exp(-t * t / 2);
    }
    return 0.5 - sum * h / 3 / Math.sqrt(2 * Math.PI);
  }
}
