package io.atomstreams.pipelines.bench.drift;

/**
 * Logistic regression by stochastic gradient descent with a steady step: a learner that follows a
 * change, slowly, so that its errors rise and fall again.
 */
final class OnlineLogistic {

  private final double[] weights;
  private final double step;
  private double bias;

  OnlineLogistic(int inputs, double step) {
    weights = new double[inputs];
    this.step = step;
  }

  /** Whether it was wrong about an example before learning from it: 1, else 0. */
  double errorThenLearn(double[] inputs, boolean positive) {
    double sum = bias;
    for (int i = 0; i < inputs.length; i++) {
      sum += weights[i] * inputs[i];
    }
    double gradient = (positive ? 1 : 0) - 1 / (1 + Math.exp(-sum));
    bias += step * gradient;
    for (int i = 0; i < inputs.length; i++) {
      weights[i] += step * gradient * inputs[i];
    }
    return sum > 0 == positive ? 0 : 1;
  }
}
