package io.atomstreams.operators.learning.dynamic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What is believed of the coefficients of one logistic regression: a normal distribution with a
 * mean and a covariance, {@code scale · covariance}. Before an example the covariance grows by
 * {@code 1 / forgetting}, as long as its trace stays below that of the prior (the bounded trace of
 * adaptive control: directions that no example excites do not grow for ever). Then one Newton step
 * from the predicted mean, with {@code p} the probability and {@code v = xᵀΣx}:
 *
 * <pre>
 *   Σ ← Σ − Σx xᵀΣ · s / (1 + s·v),   s = max(p(1 − p), {@value #LEAST_CURVATURE})
 *   mean ← mean + Σx · (y − p) / (1 + s·v)
 * </pre>
 *
 * Full where there is room for {@code inputs²} numbers, else the diagonal alone.
 */
final class Posterior {

  private static final double LEAST_CURVATURE = 1e-3;
  private static final double LARGEST_SCALE = 1e6;
  private static final double PRIOR_VARIANCE = 1;

  private final int inputs;
  private final boolean full;
  private final double[] mean;

  /** Row by row, or the diagonal; symmetric to the last bit. */
  private final double[] covariance;

  private double scale = 1;

  /** Of {@link #covariance}, without the scale. */
  private double trace;

  Posterior(int inputs, boolean full) {
    this.inputs = inputs;
    this.full = full;
    mean = new double[inputs];
    covariance = new double[full ? inputs * inputs : inputs];
    begin();
  }

  private void begin() {
    Arrays.fill(covariance, 0);
    for (int i = 0; i < inputs; i++) {
      covariance[diagonal(i)] = PRIOR_VARIANCE;
    }
    scale = 1;
    trace = inputs * PRIOR_VARIANCE;
  }

  private int diagonal(int i) {
    return full ? i * (inputs + 1) : i;
  }

  double probability(double[] x) {
    double sum = 0;
    for (int i = 0; i < inputs; i++) {
      sum += mean[i] * x[i];
    }
    return 1 / (1 + Math.exp(-sum));
  }

  /**
   * Takes in an example.
   *
   * @param work room for {@code inputs} numbers
   */
  void learn(double[] x, boolean positive, double weight, double forgetting, double[] work) {
    if (trace * scale < forgetting * inputs * PRIOR_VARIANCE) {
      scale /= forgetting;
    }
    double p = probability(x);
    times(x, work);
    double v = 0;
    for (int i = 0; i < inputs; i++) {
      v += work[i] * x[i];
    }
    if (!(v >= 0 && v < Double.POSITIVE_INFINITY)) {
      begin();
      return;
    }
    double s = weight * Math.max(p * (1 - p), LEAST_CURVATURE);
    double step = weight * ((positive ? 1 : 0) - p) / (1 + s * v);
    for (int i = 0; i < inputs; i++) {
      mean[i] += step * work[i];
    }
    shrink(work, Math.sqrt(s / (1 + s * v) / scale));
  }

  /** Σx. */
  private void times(double[] x, double[] into) {
    if (!full) {
      for (int i = 0; i < inputs; i++) {
        into[i] = scale * covariance[i] * x[i];
      }
      return;
    }
    Arrays.fill(into, 0, inputs, 0);
    for (int j = 0; j < inputs; j++) {
      double factor = scale * x[j];
      if (factor != 0) {
        addRow(j * inputs, factor, into);
      }
    }
  }

  private void addRow(int row, double factor, double[] into) {
    for (int i = 0; i < inputs; i++) {
      into[i] += factor * covariance[row + i];
    }
  }

  /** Takes the square of {@code factor · g} from the covariance. */
  private void shrink(double[] g, double factor) {
    for (int i = 0; i < inputs; i++) {
      g[i] *= factor;
      trace -= g[i] * g[i];
    }
    for (int i = 0; i < inputs; i++) {
      if (full) {
        subtractRow(i * inputs, g[i], g);
      } else {
        covariance[i] -= g[i] * g[i];
      }
    }
    if (scale > LARGEST_SCALE) {
      for (int i = 0; i < covariance.length; i++) {
        covariance[i] *= scale;
      }
      trace *= scale;
      scale = 1;
    }
  }

  private void subtractRow(int row, double factor, double[] g) {
    for (int i = 0; i < inputs; i++) {
      covariance[row + i] -= factor * g[i];
    }
  }

  void set(Posterior other) {
    System.arraycopy(other.mean, 0, mean, 0, mean.length);
    System.arraycopy(other.covariance, 0, covariance, 0, covariance.length);
    scale = other.scale;
    trace = other.trace;
  }

  long memoryBytes() {
    return Double.BYTES * (mean.length + covariance.length + 8L);
  }

  void write(DataOutput out) throws IOException {
    for (double value : mean) {
      out.writeDouble(value);
    }
    for (int i = 0; i < inputs; i++) {
      for (int j = full ? 0 : i; j <= i; j++) {
        out.writeDouble(covariance[full ? i * inputs + j : i]);
      }
    }
    out.writeDouble(scale);
    out.writeDouble(trace);
  }

  void read(DataInput in) throws IOException {
    for (int i = 0; i < inputs; i++) {
      mean[i] = in.readDouble();
    }
    for (int i = 0; i < inputs; i++) {
      for (int j = full ? 0 : i; j <= i; j++) {
        double value = in.readDouble();
        covariance[full ? i * inputs + j : i] = value;
        if (full) {
          covariance[j * inputs + i] = value;
        }
      }
    }
    scale = in.readDouble();
    trace = in.readDouble();
  }
}
