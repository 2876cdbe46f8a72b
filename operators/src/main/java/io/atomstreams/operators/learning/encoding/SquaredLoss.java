package io.atomstreams.operators.learning.encoding;

import io.atomstreams.model.engine.linear.LinearLink;

/** The mean: the prediction is the score, the loss {@code (s − y)² / 2} in squared deviations. */
public record SquaredLoss() implements Loss {

  @Override
  public LinearLink link() {
    return LinearLink.IDENTITY;
  }

  @Override
  public int sums() {
    return 1;
  }

  @Override
  public double base(TargetMoments moments, int sum) {
    return moments.mean();
  }

  @Override
  public double unit(TargetMoments moments) {
    return moments.scale();
  }

  @Override
  public void slopes(TargetMoments moments, double[] scores, double target, double[] into) {
    double slope = (scores[0] - OnlineScaler.bounded(target)) / moments.scale();
    into[0] = Math.max(-STEEPEST, Math.min(STEEPEST, slope));
  }

  @Override
  public void curvatures(TargetMoments moments, double[] scores, double[] into) {
    into[0] = 1;
  }

  @Override
  public void respond(double[] scores, double[] out) {
    out[0] = OnlineScaler.bounded(scores[0]);
  }
}
