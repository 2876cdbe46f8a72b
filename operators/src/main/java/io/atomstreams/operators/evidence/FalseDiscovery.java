package io.atomstreams.operators.evidence;

import java.util.Arrays;

/**
 * Which of several hypotheses may be called wrong when the share of mistakes among them shall be at
 * most α in expectation: e-BH (Wang and Ramdas, False discovery rate control with e-values, JRSS-B
 * 2022). Of k e-values the m greatest are chosen, for the largest m with {@code e₍ₘ₎ ≥ k/(m α)}. It
 * holds however the e-values depend on one another, at any stopping time.
 */
public final class FalseDiscovery {

  private FalseDiscovery() {}

  /** Of each logarithm of an e-value, whether its hypothesis is called wrong. */
  public static boolean[] rejected(double[] logEvidence, double alpha) {
    BoundedMean.requireLevel(alpha);
    double[] sorted = logEvidence.clone();
    Arrays.sort(sorted);
    int all = sorted.length;
    double least = Double.POSITIVE_INFINITY;
    for (int chosen = all; chosen >= 1; chosen--) {
      double smallest = sorted[all - chosen];
      if (smallest >= Math.log(all / (chosen * alpha))) {
        least = smallest;
        break;
      }
    }
    boolean[] rejected = new boolean[all];
    for (int i = 0; i < all; i++) {
      rejected[i] = logEvidence[i] >= least;
    }
    return rejected;
  }
}
