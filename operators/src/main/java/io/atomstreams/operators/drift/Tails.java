package io.atomstreams.operators.drift;

/**
 * Chances that a test's statistic is at least what it is, if nothing changed. Accurate to 10^-10 of
 * their value or better wherever that is above 10^-300.
 */
public final class Tails {

  private static final double TINY = 1e-300;
  private static final double EPSILON = 1e-15;
  private static final int TERMS = 10_000;

  /** Lanczos' approximation of the gamma function with g = 7 and 9 terms. */
  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-06,
    1.5056327351493116e-07
  };

  private Tails() {}

  /** That a standard normal variable is above {@code z}. */
  public static double normal(double z) {
    double half = gammaTail(0.5, z * z / 2) / 2;
    return z >= 0 ? half : 1 - half;
  }

  /**
   * What a standard normal variable exceeds with a given chance.
   *
   * @param chance in (0, 1)
   */
  public static double normalQuantile(double chance) {
    double low = -40;
    double high = 40;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (normal(middle) > chance) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** That a chi-square variable with so many degrees of freedom is above {@code x}. */
  public static double chiSquare(double x, int degrees) {
    return x <= 0 ? 1 : gammaTail(degrees / 2.0, x / 2);
  }

  /**
   * That Kolmogorov and Smirnov's distance of two samples from one continuous distribution is above
   * {@code distance}: {@code 2 sum (-1)^(k-1) exp(-2 k^2 t^2)}, with Stephens' (1970) correction
   * {@code t = (sqrt(m) + 0.12 + 0.11/sqrt(m)) distance} for {@code m = n0 n1/(n0 + n1)}. An upper
   * bound where values are tied.
   */
  public static double kolmogorov(double distance, long n0, long n1) {
    double root = Math.sqrt((double) n0 * n1 / (n0 + n1));
    double t = (root + 0.12 + 0.11 / root) * distance;
    if (t < 0.2) {
      return 1; // 1 - 10^-12, where the sum would need many terms
    }
    double sum = 0;
    double sign = 2;
    for (int k = 1; k <= TERMS; k++) {
      double term = Math.exp(-2.0 * k * k * t * t);
      sum += sign * term;
      if (term < EPSILON * sum) {
        break;
      }
      sign = -sign;
    }
    return Math.max(0, Math.min(1, sum));
  }

  /** The regularised upper incomplete gamma function. */
  private static double gammaTail(double a, double x) {
    if (x <= 0) {
      return 1;
    }
    double front = Math.exp(a * Math.log(x) - x - logGamma(a));
    return x < a + 1 ? 1 - front * series(a, x) : front * fraction(a, x);
  }

  private static double series(double a, double x) {
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n < TERMS && term > sum * EPSILON; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return sum;
  }

  /** The continued fraction, by Lentz' method. */
  private static double fraction(double a, double x) {
    double b = x + 1 - a;
    double c = 1 / TINY;
    double d = 1 / b;
    double h = d;
    for (int n = 1; n < TERMS; n++) {
      double numerator = -n * (n - a);
      b += 2;
      d = 1 / away(numerator * d + b);
      c = away(b + numerator / c);
      double change = d * c;
      h *= change;
      if (Math.abs(change - 1) < EPSILON) {
        break;
      }
    }
    return h;
  }

  private static double away(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  /** For {@code a >= 0.5}. */
  private static double logGamma(double a) {
    double z = a - 1;
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (z + i);
    }
    double t = z + 7.5;
    return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
  }
}
