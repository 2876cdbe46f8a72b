package io.atomstreams.operators.learning.memory;

import java.util.Arrays;

/** The nearest few of the examples shown so far, nearest first; of equals the one shown first. */
final class Neighbours {

  /** Added to distances, in units: where an example is nearer, it is as good as equal. */
  private static final float EQUAL = 1e-3f;

  final float[] distance;
  private final int[] label;
  private final float[] weight;
  private final int[] index;
  private int size;

  Neighbours(int most) {
    distance = new float[most];
    label = new int[most];
    weight = new float[most];
    index = new int[most];
  }

  void clear() {
    size = 0;
    Arrays.fill(distance, Float.POSITIVE_INFINITY);
  }

  int size() {
    return size;
  }

  int label(int i) {
    return label[i];
  }

  int index(int i) {
    return index[i];
  }

  /** What an example has to be nearer than. */
  float bound() {
    return distance[distance.length - 1];
  }

  /**
   * Takes an example that is nearer than the {@link #bound}.
   *
   * @param squared distance
   */
  void add(float squared, int itsLabel, float itsWeight, int itsIndex) {
    int at = size < distance.length ? size++ : size - 1;
    while (at > 0 && distance[at - 1] > squared) {
      distance[at] = distance[at - 1];
      label[at] = label[at - 1];
      weight[at] = weight[at - 1];
      index[at] = index[at - 1];
      at--;
    }
    distance[at] = squared;
    label[at] = itsLabel;
    weight[at] = itsWeight;
    index[at] = itsIndex;
  }

  /** Shows it the examples {@code [begin, end)}, last first. */
  void addAll(Examples examples, float[] squared, int begin, int end) {
    float bound = bound();
    for (int i = end - 1; i >= begin; i--) {
      if (squared[i] < bound) {
        add(squared[i], examples.label(i), examples.weight(i), i);
        bound = bound();
      }
    }
  }

  void addAll(Neighbours others) {
    for (int i = 0; i < others.size && others.distance[i] < bound(); i++) {
      add(others.distance[i], others.label[i], others.weight[i], others.index[i]);
    }
  }

  /** For each class the sum of its examples' weights by distance. */
  void vote(double[] into) {
    Arrays.fill(into, 0);
    for (int i = 0; i < size; i++) {
      into[label[i]] += weight[i] / (Math.sqrt(distance[i]) + EQUAL);
    }
  }

  /** The class with the most votes, the first of equals. */
  int winner(double[] scratch) {
    vote(scratch);
    int best = 0;
    for (int c = 1; c < scratch.length; c++) {
      if (scratch[c] > scratch[best]) {
        best = c;
      }
    }
    return best;
  }
}
