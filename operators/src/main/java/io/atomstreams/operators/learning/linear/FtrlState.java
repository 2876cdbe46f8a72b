package io.atomstreams.operators.learning.linear;

import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.learning.encoding.SparseRow;
import io.atomstreams.operators.learning.encoding.TargetMoments;

/**
 * What {@link Ftrl} has learned: for each sum and coordinate {@code z}, the gradients less what the
 * steps have used up, and {@code n}, the squared gradients. For one thread.
 */
public final class FtrlState {

  /** Weight of the examples, those taken back subtracted. */
  double examples;

  final OnlineScaler scaler;
  final TargetMoments moments;
  final double[] z;
  final double[] n;

  /** Follow from {@code z}, {@code n} and the options. */
  final double[] weights;

  final SparseRow row;
  final double[] scores;
  final double[] slopes;

  FtrlState(OnlineScaler scaler, TargetMoments moments, double[] z, double[] n, Ftrl learner) {
    this.scaler = scaler;
    this.moments = moments;
    this.z = z;
    this.n = n;
    this.weights = new double[z.length];
    this.row = learner.encoder().newRow();
    this.scores = new double[learner.loss().sums()];
    this.slopes = new double[scores.length];
  }

  /** The weights of a sum: number or level, in the encoder's coordinates. */
  public double weight(int sum, int coordinate) {
    return weights[sum * (weights.length / scores.length) + coordinate];
  }
}
