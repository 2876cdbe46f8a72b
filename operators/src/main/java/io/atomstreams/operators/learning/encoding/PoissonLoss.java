package io.atomstreams.operators.learning.encoding;

import io.atomstreams.model.engine.linear.LinearLink;

/**
 * A count or a rate: the prediction is {@code exp(s)}, the loss {@code exp(s) − y · s}. Targets
 * below 0 count as 0.
 */
public record PoissonLoss() implements Loss {

  @Override
  public LinearLink link() {
    return LinearLink.EXP;
  }

  @Override
  public int sums() {
    return 1;
  }

  @Override
  public double base(TargetMoments moments, int sum) {
    return StrictMath.log(moments.positiveMean());
  }

  @Override
  public double unit(TargetMoments moments) {
    return 1;
  }

  @Override
  public void slopes(TargetMoments moments, double[] scores, double target, double[] into) {
    double error = rate(scores[0]) - Math.max(0, OnlineScaler.bounded(target));
    into[0] = Math.max(-STEEPEST, Math.min(STEEPEST, error / moments.scale()));
  }

  @Override
  public void curvatures(TargetMoments moments, double[] scores, double[] into) {
    into[0] = Math.min(STEEPEST, rate(scores[0]) / moments.scale());
  }

  @Override
  public void respond(double[] scores, double[] out) {
    out[0] = rate(scores[0]);
  }

  private static double rate(double score) {
    return Math.min(Float.MAX_VALUE, StrictMath.exp(score));
  }
}
