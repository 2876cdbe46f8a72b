package io.atomstreams.operators.drift.feature;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What is kept of one feature: first the values of the reference as they are; from then on the
 * edges of bins that each held about as many of them, how many fell into each, before and now, and
 * how many were zero or the same as the one before.
 */
final class FeatureWindow {

  /** Until the reference is complete. */
  private float[] values = {};

  /** Upper edges, ascending; values above the last are in one more bin, missing ones in another. */
  private float[] edges = {};

  int[] before = {};
  int[] now = {};
  int zerosBefore;
  int zerosNow;
  int repeatedBefore;
  int repeatedNow;
  private float last = Float.NaN;

  boolean isLearning() {
    return before.length == 0;
  }

  void add(float value, int vectors, int reference) {
    if (isLearning()) {
      if (vectors == values.length) {
        values = Arrays.copyOf(values, Math.min(reference, Math.max(16, 2 * vectors)));
      }
      values[vectors] = value;
      zerosBefore += value == 0 ? 1 : 0;
      repeatedBefore += value == last ? 1 : 0;
    } else {
      now[bin(value)]++;
      zerosNow += value == 0 ? 1 : 0;
      repeatedNow += value == last ? 1 : 0;
    }
    last = value;
  }

  /** The last bin is that of missing values. */
  private int bin(float value) {
    if (Float.isNaN(value)) {
      return now.length - 1;
    }
    int found = Arrays.binarySearch(edges, value == 0 ? 0f : value);
    return found >= 0 ? found : -found - 1;
  }

  /** Ends the reference: least, greatest and quantiles of it are edges, each once. */
  void learn(int bins) {
    float[] sorted = values.clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = sorted[i] == 0 ? 0f : sorted[i]; // of the two zeros one
    }
    Arrays.sort(sorted); // missing values last
    int present = 0;
    while (present < sorted.length && !Float.isNaN(sorted[present])) {
      present++;
    }
    float[] found = new float[bins + 1];
    int count = 0;
    for (int k = 0; k <= bins && present > 0; k++) {
      // first what lies below all of them, last what lies above
      float edge =
          k == 0
              ? Math.nextDown(sorted[0])
              : sorted[(int) Math.min(present - 1, (long) present * k / bins)];
      if (count == 0 || edge > found[count - 1]) {
        found[count++] = edge;
      }
    }
    edges = Arrays.copyOf(found, count);
    now = new int[count + 2];
    for (float value : values) {
      now[bin(value)]++;
    }
    before = now;
    values = new float[0];
    clear();
  }

  /** Ends a round. */
  void clear() {
    now = new int[before.length];
    zerosNow = 0;
    repeatedNow = 0;
  }

  void write(DataOutput out, int vectors) throws IOException {
    out.writeBoolean(isLearning());
    out.writeFloat(last);
    out.writeInt(zerosBefore);
    out.writeInt(repeatedBefore);
    if (isLearning()) {
      for (int i = 0; i < vectors; i++) {
        out.writeFloat(values[i]);
      }
      return;
    }
    out.writeInt(zerosNow);
    out.writeInt(repeatedNow);
    out.writeShort(edges.length);
    for (float edge : edges) {
      out.writeFloat(edge);
    }
    for (int bin = 0; bin < before.length; bin++) {
      out.writeInt(before[bin]);
      out.writeInt(now[bin]);
    }
  }

  static FeatureWindow read(DataInput in, int vectors) throws IOException {
    FeatureWindow window = new FeatureWindow();
    boolean learning = in.readBoolean();
    window.last = in.readFloat();
    window.zerosBefore = in.readInt();
    window.repeatedBefore = in.readInt();
    if (learning) {
      window.values = new float[vectors];
      for (int i = 0; i < vectors; i++) {
        window.values[i] = in.readFloat();
      }
      return window;
    }
    window.zerosNow = in.readInt();
    window.repeatedNow = in.readInt();
    window.edges = new float[in.readUnsignedShort()];
    for (int i = 0; i < window.edges.length; i++) {
      window.edges[i] = in.readFloat();
    }
    window.before = new int[window.edges.length + 2];
    window.now = new int[window.edges.length + 2];
    for (int bin = 0; bin < window.before.length; bin++) {
      window.before[bin] = in.readInt();
      window.now[bin] = in.readInt();
    }
    return window;
  }
}
