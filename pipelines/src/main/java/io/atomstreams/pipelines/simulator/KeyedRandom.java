package io.atomstreams.pipelines.simulator;

/**
 * Random numbers as a pure function of (seed, purpose, two ids, how many were drawn): SplitMix64
 * (Steele, Lea &amp; Flood 2014) started from the mixed key. Re-keying costs a few nanoseconds and
 * no memory, so each customer has a new stream every day and nobody's draws move anybody else's.
 */
final class KeyedRandom {

  /** What a stream is for; streams of different purposes are unrelated. */
  enum Purpose {
    CATALOGUE(1),
    TRAITS(2),
    DAY(3),
    ORDER(4),
    SIGNUP(5),
    FAULT(6);

    private final long salt;

    Purpose(long salt) {
      this.salt = salt;
    }
  }

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private final long seed;
  private long state;

  KeyedRandom(long seed) {
    this.seed = mix(seed + GOLDEN_GAMMA);
  }

  /** Starts the stream of this key from its beginning. */
  KeyedRandom key(Purpose purpose, long a, long b) {
    long mixed = mix(seed + purpose.salt * GOLDEN_GAMMA);
    mixed = mix(mixed ^ mix(a + GOLDEN_GAMMA));
    state = mix(mixed + mix(b ^ GOLDEN_GAMMA));
    return this;
  }

  long bits() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform over [0, 1). */
  double uniform() {
    return (bits() >>> 11) * UNIT;
  }

  double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform over low, low + 1, …, high - 1. */
  long between(long low, long high) {
    return low + (long) ((high - low) * uniform());
  }

  boolean chance(double probability) {
    return uniform() < probability;
  }

  /** Standard normal, by Box and Muller. */
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }

  double logNormal(double median, double sigma) {
    return median * StrictMath.exp(sigma * normal());
  }

  /** Gamma of this shape (at least 1) with mean 1, after Marsaglia and Tsang (2000). */
  double gamma(double shape) {
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = normal();
      double v = 1 + c * x;
      if (v > 0) {
        double cube = v * v * v;
        if (StrictMath.log(1 - uniform()) < 0.5 * x * x + d - d * cube + d * StrictMath.log(cube)) {
          return d * cube / shape;
        }
      }
    }
  }

  /** Poisson by multiplication; meant for means up to about 10. */
  int poisson(double mean) {
    double limit = StrictMath.exp(-mean);
    int count = 0;
    double product = uniform();
    while (product > limit) {
      count++;
      product *= uniform();
    }
    return count;
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
