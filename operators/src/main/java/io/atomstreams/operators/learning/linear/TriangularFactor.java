package io.atomstreams.operators.learning.linear;

import io.atomstreams.operators.learning.encoding.DoubleArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The triangle {@code R} and the vector {@code u} of a least squares problem: {@code R'R} is the
 * sum of {@code x x'} over its rows, {@code R'u} that of {@code x y}, so that {@code R w = u} gives
 * the best weights. Rows join by Givens rotations (Gentleman 1973) and leave by the rotations of
 * LINPACK's {@code dchdd} (Stewart 1979). The matrix {@code R'R} itself is never formed: {@code R}
 * has the square root of its condition, and cannot lose its symmetry or become indefinite. Each
 * costs about {@code 2d²} operations. For one thread.
 */
final class TriangularFactor {

  /** Less than this share of a row's own weight left, and it was never there but for rounding. */
  private static final double NOTHING = 1e-12;

  /** No weight is further from 0: products with any input stay finite. */
  private static final double MOST = 1e100;

  private final int size;

  /** Row by row, each from the diagonal on. */
  private final double[] r;

  private final double[] u;
  private final double[] x;
  private final double[] cosine;
  private final double[] sine;

  private TriangularFactor(int size, double[] r, double[] u) {
    this.size = size;
    this.r = r;
    this.u = u;
    this.x = new double[size];
    this.cosine = new double[size];
    this.sine = new double[size];
  }

  /** With {@code R'R} the unit matrix times {@code ridge}. */
  static TriangularFactor ridge(int size, double ridge) {
    TriangularFactor factor =
        new TriangularFactor(size, new double[triangle(size)], new double[size]);
    for (int i = 0; i < size; i++) {
      factor.r[factor.at(i, i)] = Math.sqrt(ridge);
    }
    return factor;
  }

  private static int triangle(int size) {
    return Math.toIntExact((long) size * (size + 1) / 2);
  }

  private int at(int row, int column) {
    return row * size - row * (row - 1) / 2 + column - row;
  }

  /** Work space for a row that is to be included or excluded; all 0. */
  double[] emptyRow() {
    Arrays.fill(x, 0);
    return x;
  }

  /** Multiplies all that was included by {@code share²}. */
  void shrink(double share) {
    for (int i = 0; i < r.length; i++) {
      r[i] *= share;
    }
    for (int i = 0; i < size; i++) {
      u[i] *= share;
    }
  }

  /** Includes the row that {@link #emptyRow} was filled with. */
  void include(double target) {
    double y = target;
    for (int i = 0; i < size; i++) {
      if (x[i] != 0) {
        int diagonal = at(i, i);
        double norm = Math.sqrt(r[diagonal] * r[diagonal] + x[i] * x[i]);
        double c = r[diagonal] / norm;
        double s = x[i] / norm;
        r[diagonal] = norm;
        for (int j = i + 1; j < size; j++) {
          double old = r[diagonal + j - i];
          r[diagonal + j - i] = c * old + s * x[j];
          x[j] = c * x[j] - s * old;
        }
        double old = u[i];
        u[i] = c * old + s * y;
        y = c * y - s * old;
      }
    }
  }

  /**
   * Excludes the row that {@link #emptyRow} was filled with, if less than nothing would not remain.
   */
  void exclude(double target) {
    double rest = 1;
    for (int i = 0; i < size; i++) {
      double sum = x[i];
      for (int k = 0; k < i; k++) {
        sum -= r[at(k, i)] * sine[k];
      }
      sine[i] = sum / r[at(i, i)];
      rest -= sine[i] * sine[i];
    }
    if (!(rest > NOTHING)) {
      return;
    }
    double alpha = Math.sqrt(rest);
    for (int i = size - 1; i >= 0; i--) {
      double norm = Math.hypot(alpha, sine[i]);
      cosine[i] = alpha / norm;
      sine[i] /= norm;
      alpha = norm;
    }
    turnBack(target);
  }

  private void turnBack(double target) {
    for (int j = 0; j < size; j++) {
      double carried = 0;
      for (int i = j; i >= 0; i--) {
        double old = r[at(i, j)];
        r[at(i, j)] = cosine[i] * old - sine[i] * carried;
        carried = cosine[i] * carried + sine[i] * old;
      }
    }
    double y = target;
    for (int i = 0; i < size; i++) {
      u[i] = (u[i] - sine[i] * y) / cosine[i];
      y = cosine[i] * y - sine[i] * u[i];
    }
  }

  /** Includes all rows of another one. */
  void include(TriangularFactor other) {
    for (int row = 0; row < size; row++) {
      emptyRow();
      System.arraycopy(other.r, other.at(row, row), x, row, size - row);
      include(other.u[row]);
    }
  }

  /** The best weights. */
  void solve(double[] weights) {
    for (int i = size - 1; i >= 0; i--) {
      double sum = u[i];
      for (int j = i + 1; j < size; j++) {
        sum -= r[at(i, j)] * weights[j];
      }
      double weight = sum / r[at(i, i)];
      weights[i] = Math.max(-MOST, Math.min(MOST, Double.isNaN(weight) ? 0 : weight));
    }
  }

  TriangularFactor copy() {
    return new TriangularFactor(size, r.clone(), u.clone());
  }

  long memoryBytes() {
    return (long) Double.BYTES * (r.length + 4L * size);
  }

  void write(DataOutput out) throws IOException {
    DoubleArrays.write(r, out);
    DoubleArrays.write(u, out);
  }

  static TriangularFactor read(String what, int size, DataInput in) throws IOException {
    double[] r = DoubleArrays.read(what, triangle(size), in);
    return new TriangularFactor(size, r, DoubleArrays.read(what, size, in));
  }
}
