package io.atomstreams.operators.learning.dynamic;

/** What {@link DynamicLogistic} has learned. For one thread. */
final class DynamicState {

  final RunningMeans means;

  /** By rate of forgetting, then by class; a single one for two classes. */
  final Posterior[][] posteriors;

  /** How far each rate of forgetting is trusted; adds up to 1. */
  final double[] trust;

  /** Work space: a row's inputs, another row of them, and the probabilities of each rate. */
  final double[] inputs;

  final double[] work;
  final double[][] said;

  DynamicState(RunningMeans means, int rates, int classes, boolean full) {
    this.means = means;
    posteriors = new Posterior[rates][classes == 2 ? 1 : classes];
    for (Posterior[] ofRate : posteriors) {
      for (int c = 0; c < ofRate.length; c++) {
        ofRate[c] = new Posterior(means.inputs(), full);
      }
    }
    trust = new double[rates];
    java.util.Arrays.fill(trust, 1.0 / rates);
    inputs = new double[means.inputs()];
    work = new double[means.inputs()];
    said = new double[rates][classes];
  }

  /** Each rate's probabilities of a row's classes. */
  void look(double[] row) {
    means.fill(row, inputs);
    for (int r = 0; r < said.length; r++) {
      double[] p = said[r];
      if (posteriors[r].length == 1) {
        p[1] = posteriors[r][0].probability(inputs);
        p[0] = 1 - p[1];
        continue;
      }
      double sum = 0;
      for (int c = 0; c < p.length; c++) {
        p[c] = posteriors[r][c].probability(inputs);
        sum += p[c];
      }
      for (int c = 0; c < p.length; c++) {
        p[c] = sum > 0 ? p[c] / sum : 1.0 / p.length;
      }
    }
  }

  void set(DynamicState other) {
    means.set(other.means);
    for (int r = 0; r < posteriors.length; r++) {
      for (int c = 0; c < posteriors[r].length; c++) {
        posteriors[r][c].set(other.posteriors[r][c]);
      }
    }
    System.arraycopy(other.trust, 0, trust, 0, trust.length);
  }
}
