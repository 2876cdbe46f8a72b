package io.atomstreams.model.engine.linear;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.util.List;
import java.util.Optional;

/** The formula of {@link LinearWeights}, summed in double precision in the order of the columns. */
final class LinearModel implements Model {

  private final ModelRef ref;
  private final ModelSignature signature;
  private final boolean signedLog;
  private final double[] mean;
  private final double[] scale;
  private final double[] weights;
  private final double intercept;
  private volatile boolean closed;

  LinearModel(ModelRef ref, ModelSignature signature, LinearWeights weights) {
    this.ref = ref;
    this.signature = signature;
    this.signedLog = weights.signedLog();
    this.mean = array(weights.mean());
    this.scale = array(weights.scale());
    this.weights = array(weights.weights());
    this.intercept = weights.intercept();
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public ModelSignature signature() {
    return signature;
  }

  @Override
  public void score(float[] rows, int rowCount, float[] out) {
    requireOpen();
    signature.requireBatch(ref, rows, rowCount, out);
    for (int row = 0; row < rowCount; row++) {
      out[row] = (float) (1 / (1 + Math.exp(-logit(rows, row * weights.length))));
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ModelException("model " + ref + ": scored after it was closed");
    }
  }

  private double logit(float[] rows, int start) {
    double sum = intercept;
    for (int i = 0; i < weights.length; i++) {
      sum += term(i, rows[start + i]);
    }
    return sum;
  }

  private double term(int i, double x) {
    if (Double.isNaN(x)) {
      return 0;
    }
    double t = signedLog ? Math.copySign(Math.log1p(Math.abs(x)), x) : x;
    return weights[i] * (t - mean[i]) / scale[i];
  }

  @Override
  public Optional<Attribution> attribution() {
    return Optional.of(new Terms());
  }

  @Override
  public void close() {
    closed = true;
  }

  /** The terms of the sum: they add up to the logit, with the intercept as base. */
  private final class Terms implements Attribution {

    @Override
    public String method() {
      return "linear";
    }

    @Override
    public boolean isExact() {
      return true;
    }

    @Override
    public Link link() {
      return Link.LOGIT;
    }

    @Override
    public void attribute(float[] rows, int rowCount, double[] out) {
      requireOpen();
      signature.requireAttribution(ref, rows, rowCount, out);
      int columns = weights.length;
      for (int row = 0; row < rowCount; row++) {
        int at = row * (columns + 1);
        for (int i = 0; i < columns; i++) {
          out[at + i] = term(i, rows[row * columns + i]);
        }
        out[at + columns] = intercept;
      }
    }
  }
}
