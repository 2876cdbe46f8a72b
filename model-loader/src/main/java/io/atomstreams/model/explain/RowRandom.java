package io.atomstreams.model.explain;

/**
 * Random numbers that belong to a row: a function of (seed, content of the row, number of the
 * draw), so that the same row gets the same explanation wherever and whenever it is asked for. The
 * mixing function is the finaliser of SplitMix64 (Steele, Lea, Flood 2014).
 */
final class RowRandom {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long key;
  private long drawn;

  RowRandom(long seed, float[] rows, int from, int count) {
    long hash = mix(seed + GOLDEN);
    for (int i = from; i < from + count; i++) {
      hash = mix(hash + GOLDEN + Float.floatToIntBits(rows[i]));
    }
    this.key = hash;
  }

  /** Evenly in (0, 1), never an end, in steps of 2⁻⁵³. */
  double uniform() {
    return ((mix(key + ++drawn * GOLDEN) >>> 11) + 0.5) * 0x1.0p-53;
  }

  /** Normal with mean 0 and deviation 1 (Box and Muller 1958), the same on every processor. */
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform()));
    return radius * StrictMath.cos(2 * Math.PI * uniform());
  }

  /** Puts 0 … length − 1 into {@code order}, every order equally likely (Fisher–Yates). */
  void shuffle(int[] order) {
    for (int i = 0; i < order.length; i++) {
      int j = (int) (uniform() * (i + 1));
      order[i] = order[j];
      order[j] = i;
    }
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
