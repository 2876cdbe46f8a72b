package io.atomstreams.operators.learning.tree;

import java.util.Arrays;

/**
 * The best and the second-best attribute to split a leaf by, found by offering one after the other;
 * filled and read within one attempt. The second best may be not to split at all, of gain 0.
 */
final class Split {

  private static final int NONE = -1;

  private int attribute;
  private boolean level;
  private double threshold;
  private double gain;
  private double second;

  /** Of the best: what goes left and right, as a {@link LeafModel} counts. */
  private final double[] left;

  private final double[] right;

  /** Of the question that is being looked at. */
  final double[] leftNow;

  final double[] rightNow;

  Split(int width) {
    left = new double[width];
    right = new double[width];
    leftNow = new double[width];
    rightNow = new double[width];
  }

  void begin() {
    attribute = NONE;
    gain = 0;
    second = 0;
  }

  /**
   * Offers a question whose sides are {@link #leftNow} and {@link #rightNow}. Questions of one
   * attribute follow each other.
   */
  void offer(int askedAttribute, boolean isLevel, double at, double itsGain) {
    if (itsGain > gain) {
      second = askedAttribute == attribute ? second : gain;
      gain = itsGain;
      attribute = askedAttribute;
      level = isLevel;
      threshold = at;
      System.arraycopy(leftNow, 0, left, 0, left.length);
      System.arraycopy(rightNow, 0, right, 0, right.length);
    } else if (askedAttribute != attribute && itsGain > second) {
      second = itsGain;
    }
  }

  boolean isFound() {
    return attribute != NONE;
  }

  double gain() {
    return gain;
  }

  double second() {
    return second;
  }

  double[] left() {
    return left;
  }

  double[] right() {
    return right;
  }

  Nodes.Question question(boolean missingGoesLeft) {
    return new Nodes.Question(attribute, level, threshold, !level && missingGoesLeft);
  }

  void clearNow() {
    Arrays.fill(leftNow, 0);
    Arrays.fill(rightNow, 0);
  }
}
