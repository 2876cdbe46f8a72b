package io.atomstreams.operators.promotion;

/** How an error probability is shared among many that are tried. */
public enum AlphaShare {
  /** Each has all of it: one in {@code 1/α} of the challengers that are no better is promoted. */
  EACH,
  /**
   * The n-th has {@code 6 α / (π² n²)}, which add up to α: over the scorer's whole life, however
   * many challengers come, one that is no better is ever promoted with a probability of at most α.
   */
  LIFETIME;

  private static final double BASEL = 6 / (Math.PI * Math.PI);

  /** The share of the n-th, from 1. */
  public double of(double alpha, int number) {
    return this == EACH ? alpha : alpha * BASEL / ((double) number * number);
  }
}
