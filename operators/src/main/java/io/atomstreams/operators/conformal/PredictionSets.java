package io.atomstreams.operators.conformal;

/**
 * Sets of classes: the score of class {@code c} is {@code 1 − p(c)}, the set holds every class
 * whose score is at most the threshold. Of all sets with their coverage these are the smallest on
 * average if the probabilities are right (Sadinle, Lei, Wasserman 2019). A set may be empty where
 * no class is likely enough, unless {@link #holdsMostLikely} is asked as well.
 */
public final class PredictionSets {

  private PredictionSets() {}

  /** In [0, 1]. */
  public static double score(double[] probabilities, int truth) {
    return 1 - probabilities[truth];
  }

  /** Whether the set holds the class. */
  public static boolean holds(double[] probabilities, int truth, double threshold) {
    return score(probabilities, truth) <= threshold;
  }

  /** The set, or where it is empty the most likely class (the first of equals). */
  public static boolean holdsMostLikely(double[] probabilities, int truth, double threshold) {
    if (holds(probabilities, truth, threshold)) {
      return true;
    }
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      best = probabilities[i] > probabilities[best] ? i : best;
    }
    return truth == best && !holds(probabilities, best, threshold);
  }

  /** How many classes the set has. */
  public static int size(double[] probabilities, double threshold) {
    int size = 0;
    for (int i = 0; i < probabilities.length; i++) {
      size += holds(probabilities, i, threshold) ? 1 : 0;
    }
    return size;
  }
}
