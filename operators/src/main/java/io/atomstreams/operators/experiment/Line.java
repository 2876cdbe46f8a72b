package io.atomstreams.operators.experiment;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A least-squares line through (prior, value) of entities of both arms: sums, so parts merge. */
final class Line {

  private double count;
  private double x;
  private double y;
  private double xx;
  private double xy;

  void add(double prior, double value) {
    count++;
    x += prior;
    y += value;
    xx += prior * prior;
    xy += prior * value;
  }

  /** The value expected at a prior; the mean while all priors are the same, 0 before the first. */
  double at(double prior) {
    if (count == 0) {
      return 0;
    }
    double spread = xx - x * x / count;
    double slope = spread > 1e-9 * xx ? (xy - x * y / count) / spread : 0;
    return y / count + slope * (prior - x / count);
  }

  void merge(Line other) {
    count += other.count;
    x += other.x;
    y += other.y;
    xx += other.xx;
    xy += other.xy;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(count);
    out.writeDouble(x);
    out.writeDouble(y);
    out.writeDouble(xx);
    out.writeDouble(xy);
  }

  static Line read(DataInput in) throws IOException {
    Line read = new Line();
    read.count = in.readDouble();
    read.x = in.readDouble();
    read.y = in.readDouble();
    read.xx = in.readDouble();
    read.xy = in.readDouble();
    return read;
  }
}
