package io.atomstreams.model.explain;

import io.atomstreams.model.ModelException;

/**
 * Weighted ridge regression, {@code min Σ w (y − a − x·b)² + λ Σ w · |b|²}, by its normal equations
 * and their Cholesky factor. The intercept {@code a} is not shrunk: columns and target are centred
 * on their weighted means.
 */
final class NormalEquations {

  private final int columns;
  private final double[] mean;
  private final double[][] products;
  private final double[] right;
  private double targetMean;

  /**
   * @param x row-major, {@code y.length × columns}
   * @param weights 0 or more each, above 0 together
   * @param ridge λ, above 0, in units of the columns' variance
   */
  NormalEquations(double[] x, double[] y, double[] weights, int columns, double ridge) {
    this.columns = columns;
    this.mean = new double[columns];
    this.products = new double[columns][columns];
    this.right = new double[columns];
    double total = centre(x, y, weights);
    for (int row = 0; row < y.length; row++) {
      double share = weights[row] / total;
      for (int i = 0; i < columns; i++) {
        double scaled = share * (x[row * columns + i] - mean[i]);
        right[i] += scaled * (y[row] - targetMean);
        for (int j = 0; j <= i; j++) {
          products[i][j] += scaled * (x[row * columns + j] - mean[j]);
        }
      }
    }
    for (int i = 0; i < columns; i++) {
      products[i][i] += ridge;
    }
  }

  private double centre(double[] x, double[] y, double[] weights) {
    double total = 0;
    for (int row = 0; row < y.length; row++) {
      total += weights[row];
      targetMean += weights[row] * y[row];
      for (int i = 0; i < columns; i++) {
        mean[i] += weights[row] * x[row * columns + i];
      }
    }
    if (!(total > 0)) {
      throw new ModelException(
          "local surrogate: no sample is near enough to count; take a wider kernel");
    }
    targetMean /= total;
    for (int i = 0; i < columns; i++) {
      mean[i] /= total;
    }
    return total;
  }

  /** The coefficients, and the intercept behind them. */
  double[] solve() {
    factor();
    double[] solution = new double[columns + 1];
    for (int i = 0; i < columns; i++) {
      double sum = right[i];
      for (int j = 0; j < i; j++) {
        sum -= products[i][j] * solution[j];
      }
      solution[i] = sum / products[i][i];
    }
    for (int i = columns - 1; i >= 0; i--) {
      double sum = solution[i];
      for (int j = i + 1; j < columns; j++) {
        sum -= products[j][i] * solution[j];
      }
      solution[i] = sum / products[i][i];
    }
    double intercept = targetMean;
    for (int i = 0; i < columns; i++) {
      intercept -= solution[i] * mean[i];
    }
    solution[columns] = intercept;
    return solution;
  }

  /** Turns the lower half of {@code products} into the factor {@code L} with {@code L Lᵀ}. */
  private void factor() {
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = products[i][j];
        for (int k = 0; k < j; k++) {
          sum -= products[i][k] * products[j][k];
        }
        if (i == j && !(sum > 0)) {
          throw new ModelException(
              "local surrogate: the samples do not determine the coefficients; take more samples");
        }
        products[i][j] = i == j ? Math.sqrt(sum) : sum / products[j][j];
      }
    }
  }
}
