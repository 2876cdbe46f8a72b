package io.atomstreams.operators.learning.tree;

import java.io.Serializable;

/**
 * Poisson numbers from 16 random bits each, so that one draw of 64 serves four trees: the
 * distribution function rounded to multiples of 2⁻¹⁶, looked up from the upper eight bits and
 * walked up from there, less than one step on average.
 */
final class Poisson implements Serializable {

  private static final long serialVersionUID = 1;

  /** Bits of a number. */
  static final int BITS = 16;

  private static final int ALL = 1 << BITS;
  private static final int SHIFT = 8;

  /** Of each number, how many of the 2¹⁶ draws give it or a lower one. */
  private final int[] below;

  private final byte[] first = new byte[1 << (BITS - SHIFT)];

  /**
   * @param mean in (0, 20]
   */
  Poisson(double mean) {
    int most = 64;
    below = new int[most];
    double probability = StrictMath.exp(-mean);
    double sum = 0;
    for (int k = 0; k < most; k++) {
      sum += probability;
      below[k] = k == most - 1 ? ALL : (int) Math.min(ALL, Math.round(sum * ALL));
      probability *= mean / (k + 1);
    }
    int k = 0;
    for (int upper = 0; upper < first.length; upper++) {
      while (below[k] <= upper << SHIFT) {
        k++;
      }
      first[upper] = (byte) k;
    }
  }

  /**
   * @param bits the number is taken from the lowest 16
   */
  int of(long bits) {
    int draw = (int) bits & (ALL - 1);
    int k = first[draw >>> SHIFT];
    while (below[k] <= draw) {
      k++;
    }
    return k;
  }
}
