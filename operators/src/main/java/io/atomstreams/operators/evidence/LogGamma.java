package io.atomstreams.operators.evidence;

/** Logarithms of the gamma function and of its lower incomplete form, for positive arguments. */
final class LogGamma {

  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
  private static final double STIRLING_FROM = 12;
  private static final double EPSILON = 1e-15;
  private static final double TINY = 1e-300;

  /** Beside which the series ends after some multiple of √a terms. */
  private static final int MOST_TERMS = 1_000_000;

  private LogGamma() {}

  /** {@code ln Γ(x)}, by Stirling's series above 12 and the recurrence below; error near 1e-14. */
  static double of(double x) {
    double shifted = x;
    double product = 1;
    while (shifted < STIRLING_FROM) {
      product *= shifted;
      shifted++;
    }
    double inverse = 1 / shifted;
    double square = inverse * inverse;
    double series =
        inverse
            * (1.0 / 12
                - square
                    * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
    return (shifted - 0.5) * Math.log(shifted)
        - shifted
        + HALF_LOG_TWO_PI
        + series
        - Math.log(product);
  }

  /**
   * {@code ln ∫₀ˣ u^(a−1) e^(−u) du}: by its power series where {@code x < a + 1}, else from the
   * continued fraction of the rest (Abramowitz and Stegun 1964, 6.5.29 and 6.5.31). Some multiple
   * of √a steps where x is near a.
   */
  static double lower(double a, double x) {
    if (x < a + 1) {
      return a * Math.log(x) - x + Math.log(series(a, x));
    }
    double whole = of(a);
    double rest = a * Math.log(x) - x - whole + Math.log(fraction(a, x));
    return whole + Math.log1p(-Math.exp(Math.min(rest, -TINY)));
  }

  private static double series(double a, double x) {
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n < MOST_TERMS && term > sum * EPSILON; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return sum;
  }

  /** Lentz's method. */
  private static double fraction(double a, double x) {
    double b = x + 1 - a;
    double c = 1 / TINY;
    double d = 1 / b;
    double value = d;
    for (int n = 1; n < MOST_TERMS; n++) {
      double numerator = n * (a - n);
      b += 2;
      d = 1 / nonZero(numerator * d + b);
      c = nonZero(b + numerator / c);
      double factor = c * d;
      value *= factor;
      if (Math.abs(factor - 1) < EPSILON) {
        break;
      }
    }
    return value;
  }

  private static double nonZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
