package io.atomstreams.model.explain;

import io.atomstreams.model.Attribution.Link;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import java.util.Arrays;
import java.util.List;

/**
 * A linear model that says what a model says near one row (LIME: Ribeiro, Singh, Guestrin 2016).
 * Rows are drawn around it, {@code xᵢ + σᵢ · N(0, 1)} with {@code σᵢ} the deviation of the feature
 * in the background; each weighs {@code exp(−d² / width²)}, {@code d} being its distance in
 * deviations; a weighted ridge regression on them gives the coefficients. All on the link scale.
 *
 * <p>A feature that is missing in the row, or does not vary in the background, stays as it is and
 * gets the coefficient 0. Costs {@link Options#samples} rows through the model, and {@code samples
 * × features²} operations. The same row and seed give the same answer.
 */
public final class LocalSurrogate {

  private static final int BATCH = 480;

  private final LinkScores scores;
  private final List<String> features;
  private final double[] deviations;
  private final Options options;

  /**
   * What counts as near, and how closely it is looked at.
   *
   * @param seed of the rows drawn
   * @param samples rows drawn, 10 or more; some ten per feature at the least
   * @param kernelWidth in deviations per square root of the number of features; above 0
   * @param ridge how much coefficients are drawn to 0, in parts of the variance of a feature; above
   *     0
   */
  public record Options(long seed, int samples, double kernelWidth, double ridge) {

    /** 960 rows, the usual width of 0.75, hardly any ridge. */
    public static Options defaults(long seed) {
      return new Options(seed, 960, 0.75, 1e-6);
    }

    public Options {
      if (samples < 10 || !(kernelWidth > 0) || !(ridge > 0)) {
        throw new ModelException(
            "local surrogate: samples %d, kernelWidth %s and ridge %s are not at least 10 and above 0"
                .formatted(samples, kernelWidth, ridge));
      }
    }
  }

  /**
   * A linear model that holds near one row: {@code link(score) ≈ intercept + Σ coefficientᵢ · (zᵢ −
   * xᵢ)} of a row {@code z} near the row {@code x}.
   *
   * @param features the names, in the model's order
   * @param coefficients per unit of each feature
   * @param effects per deviation of each feature in the background: comparable among features
   * @param intercept what the linear model says of the row itself
   * @param score what the model says of the row, on the same scale
   * @param fidelity weighted R² on the rows drawn: 1 where the model is linear here, and near 0
   *     where the coefficients mean nothing
   */
  public record Explanation(
      List<String> features,
      List<Double> coefficients,
      List<Double> effects,
      double intercept,
      double score,
      double fidelity,
      Link link) {}

  /**
   * For one model and the rows it is compared with.
   *
   * @throws ModelException if the background has other features than the model, or fewer than two
   *     rows
   */
  public LocalSurrogate(Model model, Background background, Options options) {
    this.scores = new LinkScores(model);
    this.features = model.signature().features();
    this.options = options;
    if (!background.features().equals(features) || background.rows().size() < 2) {
      throw new ModelException(
          "local surrogate: a background of two or more rows of %s is needed, this one has %d of %s"
              .formatted(features, background.rows().size(), background.features()));
    }
    this.deviations = background.deviations();
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /**
   * Explains one row.
   *
   * @param row at least as many values as there are features
   */
  public Explanation explain(float[] row) {
    int columns = features.size();
    if (row.length < columns) {
      throw new ModelException(
          "local surrogate: the row has %d values, the model %d features"
              .formatted(row.length, columns));
    }
    Neighbourhood near = new Neighbourhood(row, deviations, options.samples(), options.seed());
    double[] weights = near.weights(options.kernelWidth() * Math.sqrt(columns));
    double[] targets = score(near.rows());
    double[] linear =
        new NormalEquations(near.offsets(), targets, weights, columns, options.ridge()).solve();
    Double[] coefficients = new Double[columns];
    Double[] effects = new Double[columns];
    for (int i = 0; i < columns; i++) {
      effects[i] = near.isHeld(i) ? 0 : linear[i];
      coefficients[i] = near.isHeld(i) ? 0 : linear[i] / deviations[i];
    }
    return new Explanation(
        features,
        List.of(coefficients),
        List.of(effects),
        linear[columns],
        scores.of(row, 1)[0],
        fidelity(linear, near.offsets(), targets, weights),
        scores.link());
  }

  private double[] score(float[] rows) {
    int columns = features.size();
    double[] all = new double[options.samples()];
    for (int from = 0; from < all.length; from += BATCH) {
      int count = Math.min(BATCH, all.length - from);
      float[] batch = Arrays.copyOfRange(rows, from * columns, (from + count) * columns);
      System.arraycopy(scores.of(batch, count), 0, all, from, count);
    }
    return all;
  }

  /** 1 − weighted squared error ÷ weighted variance; 1 where the model says the same everywhere. */
  private double fidelity(double[] linear, double[] offsets, double[] targets, double[] weights) {
    int columns = features.size();
    double total = sum(weights);
    double mean = 0;
    for (int row = 0; row < targets.length; row++) {
      mean += weights[row] * targets[row] / total;
    }
    double errors = 0;
    double variance = 0;
    for (int row = 0; row < targets.length; row++) {
      double said = linear[columns];
      for (int i = 0; i < columns; i++) {
        said += linear[i] * offsets[row * columns + i];
      }
      errors += weights[row] * (targets[row] - said) * (targets[row] - said);
      variance += weights[row] * (targets[row] - mean) * (targets[row] - mean);
    }
    return variance == 0 ? 1 : 1 - errors / variance;
  }
}
