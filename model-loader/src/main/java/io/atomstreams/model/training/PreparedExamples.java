package io.atomstreams.model.training;

import io.atomstreams.model.network.Preparation;

/** Examples as the network sees them: prepared once, so that epochs need not. */
final class PreparedExamples {

  private final int width;
  private final int targetWidth;
  private final float[] values;
  private final float[] targets;
  private final int count;

  PreparedExamples(Examples examples, Preparation preparation) {
    this.width = examples.features().size();
    this.targetWidth = examples.targetWidth();
    this.count = examples.count();
    this.values = new float[count * width];
    this.targets = new float[count * targetWidth];
    for (int row = 0; row < count; row++) {
      float[] raw = examples.row(row);
      float[] target = preparation.target(raw, examples.target(row));
      System.arraycopy(preparation.before(raw), 0, values, row * width, width);
      System.arraycopy(target, 0, targets, row * targetWidth, targetWidth);
    }
  }

  int count() {
    return count;
  }

  /** The rows {@code order[start] … order[start + size − 1]}, row-major. */
  float[] values(int[] order, int start, int size) {
    return gather(values, width, order, start, size);
  }

  /** What is to be learned for the same rows, row-major. */
  float[] targets(int[] order, int start, int size) {
    return gather(targets, targetWidth, order, start, size);
  }

  private static float[] gather(float[] from, int width, int[] order, int start, int size) {
    float[] batch = new float[size * width];
    for (int i = 0; i < size; i++) {
      System.arraycopy(from, order[start + i] * width, batch, i * width, width);
    }
    return batch;
  }
}
