package io.atomstreams.operators.learning.tree;

import static io.atomstreams.operators.learning.tree.Approximation.exp2;
import static io.atomstreams.operators.learning.tree.Approximation.log2;
import static io.atomstreams.operators.learning.tree.Approximation.normal;
import static io.atomstreams.operators.learning.tree.Approximation.xlog2;

import io.atomstreams.operators.learning.Schema;

/**
 * Leaves for classes: how often each came, and of each attribute a normal distribution for each
 * class (weight, mean, sum of squared deviations, least and greatest value) or the counts of its
 * levels. They say the classes' frequencies, or what naive Bayes makes of the attributes, whichever
 * was right for more of the leaf's own examples before they were learnt (Holmes, Kirkby, Pfahringer
 * 2005, "Stress-testing Hoeffding trees").
 *
 * <p>A split is judged by its information gain in bits. Numbers are asked at {@link #POINTS}
 * thresholds evenly spaced between the least and the greatest value; what lies below one is
 * estimated from the normal distributions, cut off at each class's least and greatest value.
 *
 * <p>A number beyond ±2²⁸⁰ is as good as missing here: its square would leave the range of doubles.
 * Questions above the leaf compare it as it is.
 *
 * <p>Memory: {@code 32 + 8·classes} bytes, 40 for each number and class, 8 for each level and
 * class.
 */
final class ClassLeaf extends LeafModel {

  private static final long serialVersionUID = 1;

  /** How many thresholds of a number are tried. */
  static final int POINTS = 10;

  private static final int NAIVE = 2;
  private static final int MAJORITY = 3;
  private static final int CLASSES = 4;

  /** Of a number, before its classes: {@link #PRIOR} times the prior variance. */
  private static final int HEAD = 1;

  /** Of one number and class. */
  private static final int CELL = 5;

  private static final int MEAN = 1;
  private static final int SQUARES = 2;
  private static final int LEAST = 3;
  private static final int GREATEST = 4;

  /**
   * A class's variance is taken together with so many examples of a prior one, that of values
   * between which lie a quarter of the leaf's range: so no class is certain after two examples.
   */
  private static final double PRIOR = 1;

  private static final double PRIOR_VARIANCE = 1 / 16.0;

  /** Between these, products are kept as they are; beyond, as their logarithms. */
  private static final double HUGE = 0x1p400;

  private static final double TINY = 0x1p-400;

  /** Of a class that never came. */
  private static final double IMPOSSIBLE = -1e300;

  /** Of a class that came, at least. */
  private static final double UNLIKELIEST = -1e299;

  /** Greatest number whose squared distance from another still counts. */
  private static final double LARGEST = 0x1p280;

  /** A prior variance below would have precisions overflow {@link #HUGE}. */
  private static final double LEAST_PRIOR = 0x1p-600;

  private static final double LOG2_E = 1 / StrictMath.log(2);

  /** Less than this part of the examples on one side is no split. */
  private static final double LEAST_SHARE = 0.01;

  private static final int HALF = 32;

  private final int classes;

  ClassLeaf(Schema schema) {
    super(schema);
    classes = schema.target().classes();
  }

  @Override
  int outputs() {
    return classes;
  }

  @Override
  int sideWidth() {
    return classes;
  }

  private int sizeOf(int levels) {
    return levels == 0 ? HEAD + CELL * classes : classes * (1 + levels);
  }

  @Override
  double[] create(int[] attributes) {
    int size = CLASSES + classes;
    for (int attribute : attributes) {
      size += sizeOf(levels(attribute));
    }
    double[] leaf = new double[size];
    int at = CLASSES + classes;
    for (int attribute : attributes) {
      for (int c = 0; c < classes && levels(attribute) == 0; c++) {
        leaf[at + HEAD + CELL * c + LEAST] = Double.POSITIVE_INFINITY;
        leaf[at + HEAD + CELL * c + GREATEST] = Double.NEGATIVE_INFINITY;
      }
      at += sizeOf(levels(attribute));
    }
    return leaf;
  }

  @Override
  double[] create(int[] attributes, double[] side) {
    double[] leaf = create(attributes);
    System.arraycopy(side, 0, leaf, CLASSES, classes);
    leaf[WEIGHT] = weightOf(side);
    return leaf;
  }

  /** Gives the two classes that the two ways of saying would have it be. */
  @Override
  long predict(double[] leaf, int[] attributes, double[] row, double[] out, int at) {
    int naive = 0;
    int majority = 0;
    for (int c = 0; c < classes; c++) {
      double score = score(leaf, attributes, row, c);
      out[at + c] = score;
      naive = score > out[at + naive] ? c : naive;
      majority = leaf[CLASSES + c] > leaf[CLASSES + majority] ? c : majority;
    }
    if (leaf[NAIVE] >= leaf[MAJORITY]) {
      probabilities(out, at, out[at + naive]);
    } else {
      for (int c = 0; c < classes; c++) {
        out[at + c] = leaf[CLASSES + c] / leaf[WEIGHT];
      }
    }
    return (long) naive << HALF | majority;
  }

  /** The logarithm of a class's frequency times the densities of its attributes. */
  private double score(double[] leaf, int[] attributes, double[] row, int c) {
    double seen = leaf[CLASSES + c];
    if (seen <= 0) {
      return IMPOSSIBLE;
    }
    double distance = 0;
    double product = seen * seen;
    double folded = 0;
    int at = CLASSES + classes;
    for (int attribute : attributes) {
      int levels = levels(attribute);
      double x = row[attribute];
      if (levels == 0) {
        double prior = leaf[at];
        if (prior > LEAST_PRIOR && Math.abs(x) <= LARGEST) {
          int cell = at + HEAD + CELL * c;
          double weight = leaf[cell];
          double difference = weight > 0 ? x - leaf[cell + MEAN] : 0;
          double precision = (weight + PRIOR) / (leaf[cell + SQUARES] + prior);
          distance += difference * difference * precision;
          product *= precision;
        }
      } else {
        int level = level(attribute, x);
        if (level >= 0) {
          int cell = at + c * (1 + levels);
          double share = (leaf[cell + 1 + level] + 1) / (leaf[cell] + levels);
          product *= share * share;
        }
      }
      if (!(product < HUGE && product > TINY)) {
        folded += log2(product);
        product = 1;
      }
      at += sizeOf(levels);
    }
    return Math.max(UNLIKELIEST, 0.5 * (folded + log2(product) - LOG2_E * distance));
  }

  private void probabilities(double[] out, int at, double greatest) {
    double sum = 0;
    for (int c = at; c < at + classes; c++) {
      out[c] = exp2(out[c] - greatest);
      sum += out[c];
    }
    double scale = 1 / sum;
    for (int c = at; c < at + classes; c++) {
      out[c] *= scale;
    }
  }

  @Override
  void learn(
      double[] leaf, int[] attributes, double[] row, double target, double weight, long said) {
    int c = (int) target;
    leaf[WEIGHT] += weight;
    leaf[CLASSES + c] += weight;
    leaf[NAIVE] += (int) (said >>> HALF) == c ? weight : 0;
    leaf[MAJORITY] += (int) said == c ? weight : 0;
    int at = CLASSES + classes;
    for (int attribute : attributes) {
      int levels = levels(attribute);
      double x = row[attribute];
      if (levels == 0) {
        if (Math.abs(x) <= LARGEST) {
          learnNumber(leaf, at, c, x, weight);
        }
      } else {
        int level = level(attribute, x);
        if (level >= 0) {
          leaf[at + c * (1 + levels)] += weight;
          leaf[at + c * (1 + levels) + 1 + level] += weight;
        }
      }
      at += sizeOf(levels);
    }
  }

  /** West 1979, "Updating mean and variance estimates". */
  private void learnNumber(double[] leaf, int at, int c, double x, double weight) {
    int cell = at + HEAD + CELL * c;
    double all = leaf[cell] + weight;
    double difference = x - leaf[cell + MEAN];
    double mean = leaf[cell + MEAN] + difference * weight / all;
    leaf[cell] = all;
    leaf[cell + MEAN] = mean;
    leaf[cell + SQUARES] += weight * difference * (x - mean);
    if (x < leaf[cell + LEAST] || x > leaf[cell + GREATEST]) {
      leaf[cell + LEAST] = Math.min(x, leaf[cell + LEAST]);
      leaf[cell + GREATEST] = Math.max(x, leaf[cell + GREATEST]);
      double range = greatest(leaf, at) - least(leaf, at);
      leaf[at] = PRIOR * PRIOR_VARIANCE * range * range;
    }
  }

  private double least(double[] leaf, int at) {
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      least = Math.min(least, leaf[at + HEAD + CELL * c + LEAST]);
    }
    return least;
  }

  private double greatest(double[] leaf, int at) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      greatest = Math.max(greatest, leaf[at + HEAD + CELL * c + GREATEST]);
    }
    return greatest;
  }

  @Override
  boolean isPure(double[] leaf) {
    return range(leaf) <= 0;
  }

  @Override
  void offer(double[] leaf, int[] attributes, Split split) {
    int at = CLASSES + classes;
    for (int attribute : attributes) {
      if (levels(attribute) == 0) {
        offerNumber(leaf, at, attribute, split);
      } else {
        offerLevels(leaf, at, attribute, split);
      }
      at += sizeOf(levels(attribute));
    }
  }

  private void offerNumber(double[] leaf, int at, int attribute, Split split) {
    double least = least(leaf, at);
    double step = (greatest(leaf, at) - least) / (POINTS + 1);
    if (!(step > 0 && step <= Double.MAX_VALUE)) {
      return;
    }
    for (int i = 1; i <= POINTS; i++) {
      double threshold = least + i * step;
      for (int c = 0; c < classes; c++) {
        int cell = at + HEAD + CELL * c;
        split.leftNow[c] = below(leaf, cell, threshold);
        split.rightNow[c] = leaf[cell] - split.leftNow[c];
      }
      split.offer(attribute, false, threshold, gain(split));
    }
  }

  /** The estimated weight of a class's examples below a threshold. */
  private static double below(double[] leaf, int cell, double threshold) {
    if (!(threshold > leaf[cell + LEAST])) {
      return 0;
    }
    double weight = leaf[cell];
    if (threshold > leaf[cell + GREATEST]) {
      return weight;
    }
    double deviation = Math.sqrt(leaf[cell + SQUARES] / weight);
    return weight * normal((threshold - leaf[cell + MEAN]) / deviation);
  }

  private void offerLevels(double[] leaf, int at, int attribute, Split split) {
    int levels = levels(attribute);
    for (int level = 0; level < levels; level++) {
      for (int c = 0; c < classes; c++) {
        int cell = at + c * (1 + levels);
        split.leftNow[c] = leaf[cell + 1 + level];
        split.rightNow[c] = leaf[cell] - leaf[cell + 1 + level];
      }
      split.offer(attribute, true, level, gain(split));
    }
  }

  /** {@code H(all) − Σ share·H(side)} in bits; 0 where a side is nearly empty. */
  private double gain(Split split) {
    double left = 0;
    double right = 0;
    double sides = 0;
    double all = 0;
    for (int c = 0; c < classes; c++) {
      double l = split.leftNow[c];
      double r = split.rightNow[c];
      left += l;
      right += r;
      sides += xlog2(l) + xlog2(r);
      all += xlog2(l + r);
    }
    double sum = left + right;
    if (Math.min(left, right) < LEAST_SHARE * sum) {
      return 0;
    }
    return (sides - all - xlog2(left) - xlog2(right) + xlog2(sum)) / sum;
  }

  /** The greatest entropy of the classes that came, in bits. */
  @Override
  double range(double[] leaf) {
    int came = 0;
    for (int c = 0; c < classes; c++) {
      came += leaf[CLASSES + c] > 0 ? 1 : 0;
    }
    return log2(Math.max(1, came));
  }

  @Override
  double lead(Split split) {
    return split.gain() - split.second();
  }

  @Override
  double weightOf(double[] side) {
    double sum = 0;
    for (double weight : side) {
      sum += weight;
    }
    return sum;
  }

  /** Laplace's estimate of the frequencies: no class is impossible. */
  @Override
  void publish(double[] leaf, double[] out) {
    for (int c = 0; c < classes; c++) {
      out[c] = (leaf[CLASSES + c] + 1) / (leaf[WEIGHT] + classes);
    }
  }
}
