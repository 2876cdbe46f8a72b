package io.atomstreams.operators.learning.encoding;

import io.atomstreams.model.engine.linear.LinearLink;
import io.atomstreams.operators.learning.Target;
import java.io.Serializable;

/**
 * What a sum of weighted inputs means, and how it is to change.
 *
 * <p>A learner has {@link #sums} sums {@code m}; its scores are {@code s = base + unit · m}, with
 * base and unit from the targets seen ({@link TargetMoments}). A score goes through the inverse of
 * the link to become the prediction. {@link #slopes} is the gradient of the loss in {@code m}, but
 * for a factor that is the same for all examples.
 */
public interface Loss extends Serializable {

  /** No slope is further from 0, whatever the target. */
  double STEEPEST = 1e6;

  /**
   * Whether the slope changes little where the score does, so that an example that is taken back
   * meets the slope it was learnt with.
   */
  default boolean isSmooth() {
    return true;
  }

  /** How scores become predictions where the model is served. */
  LinearLink link();

  /** The usual loss of a target: logistic, softmax or squared. */
  static Loss of(Target target) {
    if (target.isNumber()) {
      return new SquaredLoss();
    }
    return target.classes() == 2 ? new LogisticLoss() : new SoftmaxLoss(target.classes());
  }

  /** How many sums a row has. */
  int sums();

  /** What the scores of a row begin with. */
  double base(TargetMoments moments, int sum);

  /** What sums are multiplied with; above 0. */
  double unit(TargetMoments moments);

  /**
   * The gradients.
   *
   * @param scores one a sum
   * @param into receives one a sum
   */
  void slopes(TargetMoments moments, double[] scores, double target, double[] into);

  /**
   * The second derivatives, each in its own sum, with the same factor as {@link #slopes}; 0 or
   * more.
   *
   * @param scores one a sum
   * @param into receives one a sum
   */
  void curvatures(TargetMoments moments, double[] scores, double[] into);

  /**
   * The prediction that scores mean.
   *
   * @param scores one a sum
   * @param out receives the classes' probabilities, or the number; finite
   */
  void respond(double[] scores, double[] out);
}
