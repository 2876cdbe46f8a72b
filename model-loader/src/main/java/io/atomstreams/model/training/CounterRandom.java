package io.atomstreams.model.training;

/**
 * Random numbers without state: the n-th number of a stream is a function of (seed, stream, n), so
 * results do not depend on the order of asking. The mixing function is the finaliser of SplitMix64
 * (Steele, Lea, Flood 2014), applied twice.
 */
final class CounterRandom {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long key;

  CounterRandom(long seed, long stream) {
    this.key = mix(mix(seed + GOLDEN) + (stream + 1) * GOLDEN);
  }

  /** 64 even bits. */
  long bits(long n) {
    return mix(key + (n + 1) * GOLDEN);
  }

  /** Evenly in [0, 1), in steps of 2⁻⁵³. */
  double uniform(long n) {
    return (bits(n) >>> 11) * 0x1.0p-53;
  }

  /** Evenly in 0 … bound − 1; the bias is below bound · 2⁻⁵³. */
  int below(long n, int bound) {
    return (int) (uniform(n) * bound);
  }

  /** 0 … size − 1 in random order (Fisher–Yates). */
  int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = below(i, i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
