package io.atomstreams.model.training;

/** A training set as the network sees it: standardised once, so that epochs need not. */
final class StandardisedRows {

  private final int columns;
  private final float[] values;
  private final float[] labels;

  private StandardisedRows(int columns, float[] values, float[] labels) {
    this.columns = columns;
    this.values = values;
    this.labels = labels;
  }

  static StandardisedRows of(TrainingSet set, Standardisation standardisation) {
    int columns = set.featureCount();
    float[] values = new float[set.rowCount() * columns];
    float[] labels = new float[set.rowCount()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = set.label(row) ? 1 : 0;
      for (int column = 0; column < columns; column++) {
        values[row * columns + column] =
            standardisation.standardise(set.value(row, column), column);
      }
    }
    return new StandardisedRows(columns, values, labels);
  }

  int count() {
    return labels.length;
  }

  boolean label(int row) {
    return labels[row] > 0;
  }

  /** The rows {@code order[start] … order[start + size − 1]}, row-major. */
  float[] gather(int[] order, int start, int size) {
    float[] batch = new float[size * columns];
    for (int i = 0; i < size; i++) {
      System.arraycopy(values, order[start + i] * columns, batch, i * columns, columns);
    }
    return batch;
  }

  /** The labels of the same rows, 0 or 1. */
  float[] gatherLabels(int[] order, int start, int size) {
    float[] batch = new float[size];
    for (int i = 0; i < size; i++) {
      batch[i] = labels[order[start + i]];
    }
    return batch;
  }

  /** The rows {@code start … start + size − 1}, row-major. */
  float[] range(int start, int size) {
    float[] batch = new float[size * columns];
    System.arraycopy(values, start * columns, batch, 0, batch.length);
    return batch;
  }
}
