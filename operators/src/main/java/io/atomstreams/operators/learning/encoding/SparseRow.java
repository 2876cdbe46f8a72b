package io.atomstreams.operators.learning.encoding;

/**
 * The coordinates of one row that are not 0, made again for each row. Work space of one state; for
 * one thread.
 */
public final class SparseRow {

  private final int[] at;
  private final double[] value;
  private int size;

  SparseRow(int capacity) {
    at = new int[capacity];
    value = new double[capacity];
  }

  void clear() {
    size = 0;
  }

  void add(int coordinate, double x) {
    at[size] = coordinate;
    value[size++] = x;
  }

  public int size() {
    return size;
  }

  /** The coordinate of the i-th entry, rising with {@code i}. */
  public int at(int i) {
    return at[i];
  }

  public double value(int i) {
    return value[i];
  }

  /** {@code Σ weights[from + coordinate] · value}. */
  public double dot(double[] weights, int from) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += weights[from + at[i]] * value[i];
    }
    return sum;
  }
}
