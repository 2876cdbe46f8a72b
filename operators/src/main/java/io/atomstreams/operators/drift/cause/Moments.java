package io.atomstreams.operators.drift.cause;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Count, mean and variance of values as they come. */
final class Moments {

  private long n;
  private double mean;
  private double squares;

  void add(double value) {
    double difference = value - mean;
    n++;
    mean += difference / n;
    squares += difference * (value - mean);
  }

  /** Takes in what the other holds, as if its values had come here (Chan, Golub, LeVeque 1979). */
  void add(Moments other) {
    if (other.n == 0) {
      return;
    }
    long both = n + other.n;
    double difference = other.mean - mean;
    squares += other.squares + difference * difference * n * other.n / both;
    mean += difference * other.n / both;
    n = both;
  }

  long n() {
    return n;
  }

  double mean() {
    return mean;
  }

  /** Standard deviations by which this mean is above the other; 0 if either has too few values. */
  double above(Moments other) {
    if (n < 2 || other.n < 2) {
      return 0;
    }
    double error = squares / (n - 1) / n + other.squares / (other.n - 1) / other.n;
    return error == 0 ? 0 : (mean - other.mean) / Math.sqrt(error);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(n);
    out.writeDouble(mean);
    out.writeDouble(squares);
  }

  static Moments read(DataInput in) throws IOException {
    Moments moments = new Moments();
    moments.n = in.readLong();
    moments.mean = in.readDouble();
    moments.squares = in.readDouble();
    return moments;
  }
}
