package io.atomstreams.operators.learning.encoding;

import io.atomstreams.model.engine.linear.LinearLink;

/** Yes or no: {@code p = 1 / (1 + exp(−s))}, and the loss is {@code −ln} of what came true. */
public record LogisticLoss() implements Loss {

  @Override
  public LinearLink link() {
    return LinearLink.LOGIT;
  }

  @Override
  public int sums() {
    return 1;
  }

  @Override
  public double base(TargetMoments moments, int sum) {
    return moments.logShare(1) - moments.logShare(0);
  }

  @Override
  public double unit(TargetMoments moments) {
    return 1;
  }

  @Override
  public void slopes(TargetMoments moments, double[] scores, double target, double[] into) {
    into[0] = probability(scores[0]) - target;
  }

  @Override
  public void curvatures(TargetMoments moments, double[] scores, double[] into) {
    double p = probability(scores[0]);
    into[0] = p * (1 - p);
  }

  @Override
  public void respond(double[] scores, double[] out) {
    out[1] = probability(scores[0]);
    out[0] = 1 - out[1];
  }

  private static double probability(double score) {
    return 1 / (1 + StrictMath.exp(-score));
  }
}
