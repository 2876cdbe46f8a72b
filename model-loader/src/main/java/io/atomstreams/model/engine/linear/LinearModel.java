package io.atomstreams.model.engine.linear;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The formula of {@link LinearWeights}, summed in double precision in the order of the columns. */
final class LinearModel implements Model {

  /** One sum, in arrays: {@code levels[i]} is null where column {@code i} is a number. */
  private record Sum(double intercept, double[] weights, double[][] levels) {}

  private final ModelRef ref;
  private final ModelSignature signature;
  private final boolean signedLog;
  private final double clip;
  private final double[] mean;
  private final double[] scale;
  private final Sum[] sums;
  private final LinearLink link;
  private volatile boolean closed;

  LinearModel(ModelRef ref, ModelSignature signature, LinearWeights weights) {
    this.ref = ref;
    this.signature = signature;
    this.signedLog = weights.signedLog();
    this.clip = weights.clip();
    this.mean = array(weights.mean());
    this.scale = array(weights.scale());
    this.link = weights.link();
    this.sums =
        weights.sums().stream().map(sum -> sum(weights.features(), sum)).toArray(Sum[]::new);
  }

  private static Sum sum(List<String> features, LinearSum sum) {
    double[][] levels = new double[features.size()][];
    for (Map.Entry<String, List<Double>> category : sum.levels().entrySet()) {
      levels[features.indexOf(category.getKey())] = array(category.getValue());
    }
    return new Sum(sum.intercept(), array(sum.weights()), levels);
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
    double[] totals = new double[sums.length];
    for (int row = 0; row < rowCount; row++) {
      for (int i = 0; i < totals.length; i++) {
        totals[i] = total(sums[i], rows, row * mean.length);
      }
      link.respond(totals, out, row * totals.length);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ModelException("model " + ref + ": scored after it was closed");
    }
  }

  private double total(Sum sum, float[] rows, int start) {
    double total = sum.intercept();
    for (int i = 0; i < mean.length; i++) {
      total += term(sum, i, rows[start + i]);
    }
    return total;
  }

  private double term(Sum sum, int i, double x) {
    double[] levels = sum.levels()[i];
    if (levels != null) {
      return x >= 0 && x < levels.length && x == (int) x ? levels[(int) x] : 0;
    }
    if (Double.isNaN(x)) {
      return 0;
    }
    return clip > 0
        ? sum.weights()[i] * Math.max(-clip, Math.min(clip, standardised(i, bounded(x))))
        : sum.weights()[i] * (transformed(x) - mean[i]) / scale[i];
  }

  private double standardised(int i, double x) {
    return (transformed(x) - mean[i]) / scale[i];
  }

  private double transformed(double x) {
    return signedLog ? Math.copySign(Math.log1p(Math.abs(x)), x) : x;
  }

  private static double bounded(double x) {
    return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, x));
  }

  /** Empty for three classes and more: none of their logits is a sum of terms. */
  @Override
  public Optional<Attribution> attribution() {
    return sums.length > 2 ? Optional.empty() : Optional.of(new Terms());
  }

  @Override
  public void close() {
    closed = true;
  }

  /**
   * The terms of the sum: they add up to the score on its link, with the intercept as base. Of two
   * classes, the differences of the terms of the one that is the score and of the other.
   */
  private final class Terms implements Attribution {

    private final Sum scored = sums[signature.scoreColumn()];

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
      return link.explained();
    }

    @Override
    public void attribute(float[] rows, int rowCount, double[] out) {
      requireOpen();
      signature.requireAttribution(ref, rows, rowCount, out);
      int columns = mean.length;
      for (int row = 0; row < rowCount; row++) {
        int at = row * (columns + 1);
        for (int i = 0; i < columns; i++) {
          out[at + i] = term(scored, i, rows[row * columns + i]);
        }
        out[at + columns] = scored.intercept();
        for (int i = 0; i < sums.length; i++) {
          if (i != signature.scoreColumn()) {
            subtract(sums[i], rows, row, out);
          }
        }
      }
    }

    private void subtract(Sum other, float[] rows, int row, double[] out) {
      int columns = mean.length;
      int at = row * (columns + 1);
      for (int i = 0; i < columns; i++) {
        out[at + i] -= term(other, i, rows[row * columns + i]);
      }
      out[at + columns] -= other.intercept();
    }
  }
}
