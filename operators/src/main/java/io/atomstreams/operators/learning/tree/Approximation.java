package io.atomstreams.operators.learning.tree;

/**
 * Logarithm, exponential and normal distribution from tables, a few nanoseconds each. Additions,
 * multiplications and tables made by {@link StrictMath} only, so the bits are the same on every
 * machine.
 */
final class Approximation {

  private static final int BITS = 7;
  private static final int SIZE = 1 << BITS;
  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1023;
  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
  private static final long ONE = (long) BIAS << MANTISSA_BITS;
  private static final double LN2 = StrictMath.log(2);
  private static final double SMALLEST = 0x1p-1000;

  private static final double[] INVERSE = new double[SIZE];
  private static final double[] LOG = new double[SIZE];
  private static final double[] POWER = new double[SIZE];

  private static final int NORMAL_STEPS = 64;
  private static final int NORMAL_REACH = 6;
  private static final double[] NORMAL = new double[2 * NORMAL_REACH * NORMAL_STEPS + 2];

  static {
    for (int i = 0; i < SIZE; i++) {
      INVERSE[i] = 1 / (1 + (i + 0.5) / SIZE);
      LOG[i] = -StrictMath.log(INVERSE[i]) / LN2;
      POWER[i] = StrictMath.pow(2, (double) i / SIZE);
    }
    for (int i = 0; i < NORMAL.length; i++) {
      NORMAL[i] = normalSeries((double) i / NORMAL_STEPS - NORMAL_REACH);
    }
  }

  private Approximation() {}

  /** {@code ½ + φ(z)·(z + z³/3 + z⁵/(3·5) + …)}. */
  private static double normalSeries(double z) {
    double term = z;
    double sum = z;
    for (int k = 3; Math.abs(term) > 1e-17; k += 2) {
      term *= z * z / k;
      sum += term;
    }
    return 0.5 + sum * StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * StrictMath.PI);
  }

  /**
   * Logarithm to base 2, to 10⁻¹².
   *
   * @param x finite; what is below 2⁻¹⁰⁰⁰, zero among it, is taken as that
   */
  static double log2(double x) {
    long bits = Double.doubleToRawLongBits(Math.max(x, SMALLEST));
    double mantissa = Double.longBitsToDouble((bits & MANTISSA) | ONE);
    int i = (int) (bits >>> (MANTISSA_BITS - BITS)) & (SIZE - 1);
    double r = mantissa * INVERSE[i] - 1;
    double series = r * (1 - r * (0.5 - r * (1 / 3.0 - r * 0.25)));
    return ((int) (bits >>> MANTISSA_BITS) - BIAS) + LOG[i] + series * (1 / LN2);
  }

  /**
   * 2 to the power of {@code x}, to a relative 10⁻¹⁰; 0 below -1000.
   *
   * @param x at most 1000
   */
  static double exp2(double x) {
    if (!(x > -1000)) {
      return 0;
    }
    int steps = (int) Math.floor(x * SIZE);
    double r = (x - steps * (1.0 / SIZE)) * LN2;
    double series = 1 + r * (1 + r * (0.5 + r * (1 / 6.0)));
    long scale = (long) ((steps >> BITS) + BIAS) << MANTISSA_BITS;
    return POWER[steps & (SIZE - 1)] * series * Double.longBitsToDouble(scale);
  }

  /** {@code x·log₂(x)}, 0 at 0 and below. */
  static double xlog2(double x) {
    return x > 0 ? x * log2(x) : 0;
  }

  /** The standard normal distribution function, to 10⁻⁵; 0 and 1 beyond 6 standard deviations. */
  static double normal(double z) {
    if (!(z > -NORMAL_REACH)) {
      return 0;
    }
    if (z >= NORMAL_REACH) {
      return 1;
    }
    double at = (z + NORMAL_REACH) * NORMAL_STEPS;
    int i = (int) at;
    return NORMAL[i] + (at - i) * (NORMAL[i + 1] - NORMAL[i]);
  }
}
