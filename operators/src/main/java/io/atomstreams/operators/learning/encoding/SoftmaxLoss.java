package io.atomstreams.operators.learning.encoding;

import io.atomstreams.model.engine.linear.LinearLink;

/**
 * One of several classes: {@code pᵢ = exp(sᵢ) / Σ exp(sⱼ)}, and the loss is {@code −ln} of the
 * probability of the one that came true.
 *
 * @param sums how many classes
 */
public record SoftmaxLoss(int sums) implements Loss {

  @Override
  public LinearLink link() {
    return LinearLink.SOFTMAX;
  }

  @Override
  public double base(TargetMoments moments, int sum) {
    return moments.logShare(sum);
  }

  @Override
  public double unit(TargetMoments moments) {
    return 1;
  }

  @Override
  public void slopes(TargetMoments moments, double[] scores, double target, double[] into) {
    respond(scores, into);
    into[(int) target] -= 1;
  }

  @Override
  public void curvatures(TargetMoments moments, double[] scores, double[] into) {
    respond(scores, into);
    for (int i = 0; i < sums; i++) {
      into[i] *= 1 - into[i];
    }
  }

  @Override
  public void respond(double[] scores, double[] out) {
    double most = scores[0];
    for (int i = 1; i < sums; i++) {
      most = Math.max(most, scores[i]);
    }
    double total = 0;
    for (int i = 0; i < sums; i++) {
      out[i] = StrictMath.exp(scores[i] - most);
      total += out[i];
    }
    for (int i = 0; i < sums; i++) {
      out[i] /= total;
    }
  }
}
