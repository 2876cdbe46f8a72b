package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.encoding.OnlineScaler;

/**
 * Leaves for a number: weight, mean and sum of squared deviations of the target, of all examples
 * and, for each attribute, of {@link #BINS} equal intervals of its values, or of its levels. They
 * say the mean.
 *
 * <p>A split is judged by how much less the target deviates, {@code sd(all) − Σ share·sd(side)}
 * (Ikonomovska, Gama, Džeroski 2011, "Learning model trees from evolving data streams"). A number
 * is asked at the bounds of its intervals. These begin around the first two values; when one comes
 * from outside they become twice as wide, two and two joined, so at least half of them lie among
 * the values seen, whatever the scale.
 *
 * <p>Memory: 32 bytes, {@code 16 + 24·BINS} for each number, 24 for each level.
 */
final class NumberLeaf extends LeafModel {

  private static final long serialVersionUID = 1;

  /** Intervals of a number's values. */
  static final int BINS = 32;

  private static final int MEAN = 2;
  private static final int SQUARES = 3;
  private static final int FIRST = 4;

  /** Of a number, before its intervals: the first one's beginning and their width. */
  private static final int HEAD = 2;

  /** Of one interval or level: weight, mean, sum of squared deviations. */
  private static final int CELL = 3;

  /** Less than this part of the examples on one side is no split. */
  private static final double LEAST_SHARE = 0.01;

  NumberLeaf(Schema schema) {
    super(schema);
  }

  @Override
  int outputs() {
    return 1;
  }

  @Override
  int sideWidth() {
    return CELL;
  }

  private static int sizeOf(int levels) {
    return levels == 0 ? HEAD + CELL * BINS : CELL * levels;
  }

  @Override
  double[] create(int[] attributes) {
    int size = FIRST;
    for (int attribute : attributes) {
      size += sizeOf(levels(attribute));
    }
    return new double[size];
  }

  @Override
  double[] create(int[] attributes, double[] side) {
    double[] leaf = create(attributes);
    leaf[WEIGHT] = side[0];
    leaf[MEAN] = side[1];
    leaf[SQUARES] = side[2];
    return leaf;
  }

  @Override
  long predict(double[] leaf, int[] attributes, double[] row, double[] out, int at) {
    out[at] = leaf[MEAN];
    return 0;
  }

  @Override
  void learn(
      double[] leaf, int[] attributes, double[] row, double given, double weight, long said) {
    double target = OnlineScaler.bounded(given);
    double all = leaf[WEIGHT] + weight;
    double difference = target - leaf[MEAN];
    leaf[WEIGHT] = all;
    leaf[MEAN] += difference * weight / all;
    leaf[SQUARES] += weight * difference * (target - leaf[MEAN]);
    int at = FIRST;
    for (int attribute : attributes) {
      int levels = levels(attribute);
      double x = row[attribute];
      if (levels > 0) {
        int level = level(attribute, x);
        if (level >= 0) {
          add(leaf, at + CELL * level, weight, target, 0);
        }
      } else if (Math.abs(x) <= Double.MAX_VALUE) {
        int bin = bin(leaf, at, x);
        if (bin >= 0) {
          add(leaf, at + HEAD + CELL * bin, weight, target, 0);
        }
      }
      at += sizeOf(levels);
    }
  }

  /** Joins a part with this weight, mean and sum of squared deviations into a cell. */
  private static void add(double[] to, int cell, double weight, double mean, double squares) {
    if (weight > 0) {
      double all = to[cell] + weight;
      double difference = mean - to[cell + 1];
      to[cell + 2] += squares + difference * difference * to[cell] * weight / all;
      to[cell + 1] += difference * weight / all;
      to[cell] = all;
    }
  }

  /** The interval a value lies in, after they were made wide enough for it; -1 if none can be. */
  private static int bin(double[] leaf, int at, double x) {
    if (leaf[at + 1] == 0) {
      if (leaf[at + HEAD] == 0) {
        leaf[at] = x;
        return 0;
      }
      if (x == leaf[at]) {
        return 0;
      }
      spread(leaf, at, x);
    }
    int bin = (int) Math.floor((x - leaf[at]) / leaf[at + 1]);
    while ((bin < 0 || bin >= BINS) && widen(leaf, at, x)) {
      bin = (int) Math.floor((x - leaf[at]) / leaf[at + 1]);
    }
    return bin >= 0 && bin < BINS ? bin : -1;
  }

  /** Lays the intervals so that the one value there was and {@code x} are in their middle half. */
  private static void spread(double[] leaf, int at, double x) {
    double first = leaf[at];
    double width = Math.abs(x - first) / (BINS / 2);
    double begin = Math.min(x, first) - width * (BINS / 4);
    if (!(width > 0 && Math.abs(begin) + BINS * width <= Double.MAX_VALUE)) {
      return;
    }
    leaf[at] = begin;
    leaf[at + 1] = width;
    int bin = Math.min(BINS - 1, Math.max(0, (int) Math.floor((first - begin) / width)));
    int from = at + HEAD;
    int to = from + CELL * bin;
    for (int i = 0; i < CELL && bin > 0; i++) {
      leaf[to + i] = leaf[from + i];
      leaf[from + i] = 0;
    }
  }

  /** Doubles the width, to the side where {@code x} is; not beyond what a double can hold. */
  private static boolean widen(double[] leaf, int at, double x) {
    double width = leaf[at + 1];
    boolean down = x < leaf[at];
    double begin = down ? leaf[at] - BINS * width : leaf[at];
    if (!(width > 0 && Math.abs(begin) + 2 * BINS * width <= Double.MAX_VALUE)) {
      return false;
    }
    double[] joined = new double[CELL * BINS];
    for (int bin = 0; bin < BINS; bin++) {
      int from = at + HEAD + CELL * bin;
      int to = CELL * (bin / 2 + (down ? BINS / 2 : 0));
      add(joined, to, leaf[from], leaf[from + 1], leaf[from + 2]);
    }
    System.arraycopy(joined, 0, leaf, at + HEAD, joined.length);
    leaf[at] = begin;
    leaf[at + 1] = 2 * width;
    return true;
  }

  @Override
  boolean isPure(double[] leaf) {
    return !(leaf[SQUARES] > 0);
  }

  @Override
  void offer(double[] leaf, int[] attributes, Split split) {
    int at = FIRST;
    for (int attribute : attributes) {
      int levels = levels(attribute);
      if (levels == 0) {
        for (int bin = 1; bin < BINS && leaf[at + 1] > 0; bin++) {
          sides(leaf, at + HEAD, BINS, 0, bin, split);
          split.offer(attribute, false, leaf[at] + bin * leaf[at + 1], reduction(split));
        }
      } else {
        for (int level = 0; level < levels; level++) {
          sides(leaf, at, levels, level, level + 1, split);
          split.offer(attribute, true, level, reduction(split));
        }
      }
      at += sizeOf(levels);
    }
  }

  /** Cells {@code from} to {@code to} go left, the others right. */
  private static void sides(double[] leaf, int at, int cells, int from, int to, Split split) {
    split.clearNow();
    for (int i = 0; i < cells; i++) {
      int cell = at + CELL * i;
      double[] side = i >= from && i < to ? split.leftNow : split.rightNow;
      add(side, 0, leaf[cell], leaf[cell + 1], leaf[cell + 2]);
    }
  }

  private static double reduction(Split split) {
    double left = split.leftNow[0];
    double right = split.rightNow[0];
    double sum = left + right;
    if (!(sum > 0) || Math.min(left, right) < LEAST_SHARE * sum) {
      return 0;
    }
    double apart = split.leftNow[1] - split.rightNow[1];
    double squares = split.leftNow[2] + split.rightNow[2] + apart * apart * left * right / sum;
    return Math.sqrt(squares / sum)
        - left / sum * Math.sqrt(split.leftNow[2] / left)
        - right / sum * Math.sqrt(split.rightNow[2] / right);
  }

  /** Of the ratio of two reductions. */
  @Override
  double range(double[] leaf) {
    return 1;
  }

  /** One less the ratio of the second reduction to the best. */
  @Override
  double lead(Split split) {
    return 1 - split.second() / split.gain();
  }

  @Override
  double weightOf(double[] side) {
    return side[0];
  }

  @Override
  void publish(double[] leaf, double[] out) {
    out[0] = leaf[MEAN];
  }
}
