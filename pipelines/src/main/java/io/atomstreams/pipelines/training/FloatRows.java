package io.atomstreams.pipelines.training;

import java.util.Arrays;
import java.util.List;

/** Rows that are read one after the other, packed. */
final class FloatRows {

  private float[] values = new float[1024];
  private boolean[] labels = new boolean[64];
  private int used;
  private int count;

  void add(List<Float> vector, boolean label) {
    if (used + vector.size() > values.length) {
      values = Arrays.copyOf(values, Math.max(used + vector.size(), values.length * 2));
    }
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, count * 2);
    }
    for (float value : vector) {
      values[used++] = value;
    }
    labels[count++] = label;
  }

  int count() {
    return count;
  }

  float[] values() {
    return Arrays.copyOf(values, used);
  }

  boolean[] labels() {
    return Arrays.copyOf(labels, count);
  }
}
