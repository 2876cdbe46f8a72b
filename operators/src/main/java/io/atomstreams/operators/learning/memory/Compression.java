package io.atomstreams.operators.learning.memory;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.state.CounterRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Halves a memory: the examples of each class become at most half as many, the centres of k-means
 * begun with k-means++ (Arthur, Vassilvitskii 2007) and moved {@value #ROUNDS} times at most (Lloyd
 * 1982). A centre has the mean of the numbers, the most frequent of the categories, and the mean
 * weight; what all its examples lack it lacks; one that no example is nearest to is dropped. {@code
 * O(n²·width)}.
 */
final class Compression {

  private static final int ROUNDS = 4;

  private final List<Attribute> attributes;
  private final float[] perUnit;
  private final CounterRandom random;

  Compression(List<Attribute> attributes, float[] perUnit, CounterRandom random) {
    this.attributes = attributes;
    this.perUnit = perUnit;
    this.random = random;
  }

  Examples halve(Examples memory, int classes) {
    Examples halved = new Examples(attributes);
    float[] row = new float[attributes.size()];
    for (int c = 0; c < classes; c++) {
      Examples own = new Examples(attributes);
      for (int i = 0; i < memory.size(); i++) {
        if (memory.label(i) == c) {
          memory.row(i, row);
          own.add(row, c, memory.weight(i), memory.note(i));
        }
      }
      if (own.size() > 0) {
        addCentres(own, c, halved);
      }
    }
    return halved;
  }

  private void addCentres(Examples points, int label, Examples into) {
    int[] cluster = new int[points.size()];
    float[][] centres = seeds(points, (points.size() + 1) / 2, cluster);
    move(points, cluster, centres);
    for (int round = 1; round < ROUNDS && assign(points, centres, cluster); round++) {
      move(points, cluster, centres);
    }
    float[] weight = new float[centres.length];
    int[] members = new int[centres.length];
    for (int i = 0; i < cluster.length; i++) {
      weight[cluster[i]] += points.weight(i);
      members[cluster[i]]++;
    }
    for (int j = 0; j < centres.length; j++) {
      if (members[j] > 0) {
        into.add(centres[j], label, weight[j] / members[j], (byte) 0);
      }
    }
  }

  /** Each next one drawn with a probability as its squared distance from the nearest so far. */
  private float[][] seeds(Examples points, int wanted, int[] cluster) {
    int size = points.size();
    float[][] centres = new float[wanted][];
    float[] distance = new float[size];
    float[] nearest = new float[size];
    Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    int next = random.nextInt(size);
    for (int j = 0; j < wanted; j++) {
      centres[j] = new float[attributes.size()];
      points.row(next, centres[j]);
      points.distances(centres[j], perUnit, distance);
      double sum = 0;
      for (int i = 0; i < size; i++) {
        if (distance[i] < nearest[i]) {
          nearest[i] = distance[i];
          cluster[i] = j;
        }
        sum += nearest[i];
      }
      if (!(sum > 0)) {
        return Arrays.copyOf(centres, j + 1);
      }
      next = draw(nearest, random.nextDouble() * sum);
    }
    return centres;
  }

  private static int draw(float[] shares, double at) {
    double left = at;
    int last = 0;
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] > 0) {
        last = i;
        left -= shares[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return last;
  }

  private boolean assign(Examples points, float[][] centres, int[] cluster) {
    int[] before = cluster.clone();
    float[] distance = new float[points.size()];
    float[] nearest = new float[points.size()];
    Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    for (int j = 0; j < centres.length; j++) {
      points.distances(centres[j], perUnit, distance);
      for (int i = 0; i < distance.length; i++) {
        if (distance[i] < nearest[i]) {
          nearest[i] = distance[i];
          cluster[i] = j;
        }
      }
    }
    return !Arrays.equals(before, cluster);
  }

  private void move(Examples points, int[] cluster, float[][] centres) {
    for (int a = 0; a < attributes.size(); a++) {
      if (attributes.get(a).isNumber()) {
        moveToMean(points, a, cluster, centres);
      } else {
        moveToMode(points, a, cluster, centres);
      }
    }
  }

  private static void moveToMean(Examples points, int a, int[] cluster, float[][] centres) {
    double[] sum = new double[centres.length];
    int[] present = new int[centres.length];
    for (int i = 0; i < cluster.length; i++) {
      float value = points.value(i, a);
      if (!Float.isNaN(value)) {
        sum[cluster[i]] += value;
        present[cluster[i]]++;
      }
    }
    for (int j = 0; j < centres.length; j++) {
      centres[j][a] = present[j] == 0 ? Float.NaN : (float) (sum[j] / present[j]);
    }
  }

  private void moveToMode(Examples points, int a, int[] cluster, float[][] centres) {
    int[][] seen = new int[centres.length][attributes.get(a).levels()];
    for (int i = 0; i < cluster.length; i++) {
      float value = points.value(i, a);
      if (!Float.isNaN(value)) {
        seen[cluster[i]][(int) value]++;
      }
    }
    for (int j = 0; j < centres.length; j++) {
      int mode = -1;
      int most = 0;
      for (int level = 0; level < seen[j].length; level++) {
        if (seen[j][level] > most) {
          most = seen[j][level];
          mode = level;
        }
      }
      centres[j][a] = most == 0 ? Float.NaN : mode;
    }
  }
}
