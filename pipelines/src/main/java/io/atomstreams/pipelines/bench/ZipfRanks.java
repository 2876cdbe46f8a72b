package io.atomstreams.pipelines.bench;

import java.util.Arrays;

/**
 * Zipf's law over a bounded number of ranks: rank k, from 0, has the probability (k +
 * 1)<sup>-s</sup> / Σ (j + 1)<sup>-s</sup>. At s = 1 and a million ranks the first one has 6.9 % of
 * the draws and the first thousand half of them.
 *
 * <p>By inversion of the summed probabilities, so a draw is a function of one uniform number: a
 * binary search in eight bytes a rank.
 */
final class ZipfRanks {

  /** Ranks a table is made for, at most: 400 MB. */
  static final int MOST_RANKS = 50_000_000;

  private final double[] upTo;

  /**
   * A law.
   *
   * @param ranks 1 to {@link #MOST_RANKS}
   * @param skew s, above 0 and at most 10
   */
  ZipfRanks(int ranks, double skew) {
    if (ranks < 1 || ranks > MOST_RANKS) {
      throw new IllegalArgumentException(
          "%,d ranks to draw from by Zipf's law: must be 1 to %,d".formatted(ranks, MOST_RANKS));
    }
    if (!(skew > 0 && skew <= 10)) {
      throw new IllegalArgumentException(
          "skew is " + skew + ", must be above 0 and at most 10 (0 stands for even draws)");
    }
    upTo = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += Math.pow(rank + 1.0, -skew);
      upTo[rank] = sum;
    }
  }

  /**
   * The rank of a draw.
   *
   * @param uniform from 0, below 1
   */
  int rank(double uniform) {
    int found = Arrays.binarySearch(upTo, uniform * upTo[upTo.length - 1]);
    return Math.min(found < 0 ? -found - 1 : found + 1, upTo.length - 1);
  }
}
