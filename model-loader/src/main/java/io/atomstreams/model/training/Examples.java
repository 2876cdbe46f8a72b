package io.atomstreams.model.training;

import io.atomstreams.model.ModelException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows with the numbers to be learned for them, and the time each row is of. Immutable; the arrays
 * handed in are owned by it afterwards and must not be changed.
 */
public final class Examples {

  private final List<String> features;
  private final float[] rows;
  private final int targetWidth;
  private final float[] targets;
  private final long[] timestamps;

  /**
   * Wraps the arrays without copying.
   *
   * @param features names of the values of a row, in order
   * @param rows row-major; {@code NaN} means missing
   * @param targetWidth numbers to be learned for a row, 1 or more
   * @param targets row-major, finite
   * @param timestamps event time of each row, ms UTC, in any order
   * @throws ModelException if the lengths do not agree, or a target is not finite
   */
  public Examples(
      List<String> features, float[] rows, int targetWidth, float[] targets, long[] timestamps) {
    this.features = List.copyOf(features);
    this.rows = rows;
    this.targetWidth = targetWidth;
    this.targets = targets;
    this.timestamps = timestamps;
    long count = timestamps.length;
    if (rows.length != count * features.size() || targets.length != count * targetWidth) {
      throw new ModelException(
          "examples: %d rows of %d features and %d targets need %d and %d values, not %d and %d"
              .formatted(
                  count,
                  features.size(),
                  targetWidth,
                  count * features.size(),
                  count * targetWidth,
                  rows.length,
                  targets.length));
    }
    for (int i = 0; i < targets.length; i++) {
      if (!Float.isFinite(targets[i])) {
        throw new ModelException(
            "examples: target %d of row %d is %s; what is to be learned must be finite"
                .formatted(i % targetWidth, i / targetWidth, targets[i]));
      }
    }
  }

  /** Rows with a label: the target is 1 where it is positive, else 0. Copies. */
  public static Examples of(TrainingSet set) {
    float[] targets = new float[set.rowCount()];
    long[] timestamps = new long[set.rowCount()];
    for (int row = 0; row < targets.length; row++) {
      targets[row] = set.label(row) ? 1 : 0;
      timestamps[row] = set.timestamp(row);
    }
    return new Examples(set.features(), set.rows(), 1, targets, timestamps);
  }

  /** Rows with a class: the target is a 1 at the class's place among zeros. */
  public static Examples ofClasses(
      List<String> features, float[] rows, int classes, int[] labels, long[] timestamps) {
    float[] targets = new float[labels.length * classes];
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        throw new ModelException(
            "examples: row %d has class %d; classes are 0 to %d"
                .formatted(row, labels[row], classes - 1));
      }
      targets[row * classes + labels[row]] = 1;
    }
    return new Examples(features, rows, classes, targets, timestamps);
  }

  public List<String> features() {
    return features;
  }

  public int count() {
    return timestamps.length;
  }

  public int targetWidth() {
    return targetWidth;
  }

  public long timestamp(int row) {
    return timestamps[row];
  }

  /** All rows, row-major. A copy. */
  public float[] rows() {
    return rows.clone();
  }

  /** All targets, row-major. A copy. */
  public float[] targets() {
    return targets.clone();
  }

  float[] row(int row) {
    float[] values = new float[features.size()];
    System.arraycopy(rows, row * values.length, values, 0, values.length);
    return values;
  }

  float[] target(int row) {
    float[] values = new float[targetWidth];
    System.arraycopy(targets, row * targetWidth, values, 0, targetWidth);
    return values;
  }

  /** The rows with these indices, in this order. Copies them. */
  public Examples subset(int[] indices) {
    int width = features.size();
    float[] chosenRows = new float[indices.length * width];
    float[] chosenTargets = new float[indices.length * targetWidth];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(rows, indices[i] * width, chosenRows, i * width, width);
      System.arraycopy(
          targets, indices[i] * targetWidth, chosenTargets, i * targetWidth, targetWidth);
    }
    long[] chosenTimes = IntStream.of(indices).mapToLong(i -> timestamps[i]).toArray();
    return new Examples(features, chosenRows, targetWidth, chosenTargets, chosenTimes);
  }

  /** The rows of one of the periods of a split. Copies them. */
  public Examples in(TimeSplit split, TimeSplit.Period period) {
    return subset(
        IntStream.range(0, count()).filter(i -> split.periodOf(timestamps[i]) == period).toArray());
  }
}
