package io.atomstreams.model.training;

import io.atomstreams.model.ModelException;
import java.time.Instant;
import java.util.List;

/**
 * Examples: vectors as they were served, the label that became known later, and the time of
 * serving. Immutable; the arrays handed in are owned by it afterwards and must not be changed.
 */
public final class TrainingSet {

  private final List<String> features;
  private final float[] rows;
  private final boolean[] labels;
  private final long[] timestamps;

  /**
   * Wraps the arrays without copying.
   *
   * @param features column names, in order
   * @param rows row-major, {@code labels.length × features.size()} values; {@code NaN} means
   *     missing
   * @param labels true for positive
   * @param timestamps event time of each row, ms UTC, in any order
   * @throws ModelException if the lengths do not agree
   */
  public TrainingSet(List<String> features, float[] rows, boolean[] labels, long[] timestamps) {
    this.features = List.copyOf(features);
    this.rows = rows;
    this.labels = labels;
    this.timestamps = timestamps;
    if (timestamps.length != labels.length
        || rows.length != (long) labels.length * this.features.size()) {
      throw new ModelException(
          "training set: "
              + labels.length
              + " labels and "
              + this.features.size()
              + " features need "
              + (long) labels.length * this.features.size()
              + " values and "
              + labels.length
              + " timestamps, not "
              + rows.length
              + " and "
              + timestamps.length);
    }
  }

  public List<String> features() {
    return features;
  }

  public int featureCount() {
    return features.size();
  }

  public int rowCount() {
    return labels.length;
  }

  public float value(int row, int column) {
    return rows[row * features.size() + column];
  }

  public boolean label(int row) {
    return labels[row];
  }

  /** Event time of a row, ms UTC. */
  public long timestamp(int row) {
    return timestamps[row];
  }

  /** All values, row-major. A copy. */
  public float[] rows() {
    return rows.clone();
  }

  /** All labels. A copy. */
  public boolean[] labels() {
    return labels.clone();
  }

  public int positives() {
    int count = 0;
    for (boolean label : labels) {
      count += label ? 1 : 0;
    }
    return count;
  }

  /** The share of positives, in [0, 1]; 0 for an empty set. */
  public double baseRate() {
    return labels.length == 0 ? 0 : (double) positives() / labels.length;
  }

  /** The event time of the first row in time. */
  public Instant from() {
    long first = Long.MAX_VALUE;
    for (long timestamp : timestamps) {
      first = Math.min(first, timestamp);
    }
    return Instant.ofEpochMilli(first);
  }

  /** The event time of the last row in time. */
  public Instant to() {
    long last = Long.MIN_VALUE;
    for (long timestamp : timestamps) {
      last = Math.max(last, timestamp);
    }
    return Instant.ofEpochMilli(last);
  }

  /** The rows with these indices, in this order. Copies them. */
  public TrainingSet subset(int[] indices) {
    int columns = features.size();
    float[] chosenRows = new float[indices.length * columns];
    boolean[] chosenLabels = new boolean[indices.length];
    long[] chosenTimestamps = new long[indices.length];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(rows, indices[i] * columns, chosenRows, i * columns, columns);
      chosenLabels[i] = labels[indices[i]];
      chosenTimestamps[i] = timestamps[indices[i]];
    }
    return new TrainingSet(features, chosenRows, chosenLabels, chosenTimestamps);
  }

  void copyRow(int row, float[] to, int toRow) {
    System.arraycopy(rows, row * features.size(), to, toRow * features.size(), features.size());
  }
}
