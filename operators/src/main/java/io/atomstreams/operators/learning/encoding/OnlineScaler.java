package io.atomstreams.operators.learning.encoding;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Mean and standard deviation of several columns, kept up to date value by value: Welford (1962)
 * with weights as of West (1979). Weight {@code n}, mean {@code m} and sum of squares {@code q}
 * take a value {@code x} of weight {@code w} in by
 *
 * <pre>
 *   n' = n + w,   m' = m + (x − m) · w / n',   q' = q + w · (x − m) · (x − m')
 * </pre>
 *
 * which a negative {@code w} inverts exactly, but for rounding. Values are held to ± {@link
 * Float#MAX_VALUE}, what serving can be given; {@code NaN} is no value. 24 bytes a column are
 * stored. For one thread.
 */
public final class OnlineScaler {

  /** Below this share of the mean a deviation is rounding: the column is constant. */
  private static final double ROUNDING = 1e-10;

  private final double[] weight;
  private final double[] mean;
  private final double[] squares;

  /** Follows from the others. */
  private final double[] scale;

  public OnlineScaler(int columns) {
    this(new double[columns], new double[columns], new double[columns]);
  }

  private OnlineScaler(double[] weight, double[] mean, double[] squares) {
    this.weight = weight;
    this.mean = mean;
    this.squares = squares;
    this.scale = new double[weight.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = deviation(i);
    }
  }

  public int columns() {
    return weight.length;
  }

  /** A finite value: infinities become the largest. */
  public static double bounded(double x) {
    return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, x));
  }

  /**
   * Takes a value in, or back if its weight is below 0; the last one taken back leaves the column
   * as if it had never had any.
   */
  public void learn(int column, double value, double w) {
    if (Double.isNaN(value)) {
      return;
    }
    double x = bounded(value);
    double total = weight[column] + w;
    if (!(total > 0)) {
      weight[column] = 0;
      mean[column] = 0;
      squares[column] = 0;
    } else {
      double before = x - mean[column];
      weight[column] = total;
      mean[column] += before * (w / total);
      squares[column] = Math.max(0, squares[column] + w * before * (x - mean[column]));
    }
    scale[column] = deviation(column);
  }

  private double deviation(int column) {
    return varies(column) ? Math.sqrt(variance(column)) : 1;
  }

  /** Whether there are values, and not all of them the same but for rounding. */
  public boolean varies(int column) {
    double deviation = Math.sqrt(variance(column));
    return deviation > ROUNDING * Math.abs(mean[column]) && deviation > Float.MIN_NORMAL;
  }

  /** Of the population; 0 before the first value. */
  public double variance(int column) {
    return weight[column] > 0 ? squares[column] / weight[column] : 0;
  }

  /** {@code q}, the sum of the squared distances from the mean. */
  public double squares(int column) {
    return squares[column];
  }

  /** The sum of the weights of a column's values, 0 or more. */
  public double weight(int column) {
    return weight[column];
  }

  /** 0 before the first value. */
  public double mean(int column) {
    return mean[column];
  }

  /** The standard deviation (of the population), above 0: 1 if all values were the same. */
  public double scale(int column) {
    return scale[column];
  }

  /** {@code (x − mean) / scale}, at most {@code clip} either way; 0 if there is no value. */
  public double standardised(int column, double value, double clip) {
    if (Double.isNaN(value)) {
      return 0;
    }
    double z = (bounded(value) - mean[column]) / scale[column];
    return Math.max(-clip, Math.min(clip, z));
  }

  /** Takes in all that another one has: Chan, Golub, LeVeque (1983), exact but for rounding. */
  public void add(OnlineScaler other) {
    for (int i = 0; i < weight.length; i++) {
      if (other.weight[i] > 0) {
        double total = weight[i] + other.weight[i];
        double apart = other.mean[i] - mean[i];
        squares[i] += other.squares[i] + apart * apart * (weight[i] * (other.weight[i] / total));
        mean[i] += apart * (other.weight[i] / total);
        weight[i] = total;
        scale[i] = deviation(i);
      }
    }
  }

  public OnlineScaler copy() {
    return new OnlineScaler(weight.clone(), mean.clone(), squares.clone());
  }

  public long memoryBytes() {
    return 4L * Double.BYTES * weight.length;
  }

  public void write(DataOutput out) throws IOException {
    DoubleArrays.write(weight, out);
    DoubleArrays.write(mean, out);
    DoubleArrays.write(squares, out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param what for the message if the number of columns is another
   */
  public static OnlineScaler read(String what, int columns, DataInput in) throws IOException {
    double[] weight = DoubleArrays.read(what, columns, in);
    double[] mean = DoubleArrays.read(what, columns, in);
    return new OnlineScaler(weight, mean, DoubleArrays.read(what, columns, in));
  }

  @Override
  public String toString() {
    return "means %s, scales %s".formatted(Arrays.toString(mean), Arrays.toString(scale));
  }
}
