package io.atomstreams.operators.learning.encoding;

import io.atomstreams.model.engine.linear.LinearLink;
import io.atomstreams.operators.state.Options;

/**
 * A quantile: the prediction is the score, the loss {@code level · (y − s)} where the target is
 * above and {@code (1 − level) · (s − y)} where it is below (Koenker, Bassett 1978).
 *
 * @param level the share of targets that shall be below, in (0, 1)
 */
public record QuantileLoss(double level) implements Loss {

  public QuantileLoss {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "option level is %s, must be between 0 and 1".formatted(level));
    }
  }

  public static QuantileLoss of(Options options) {
    return new QuantileLoss(options.number("level", 0.5));
  }

  /** The slope jumps where the score meets the target. */
  @Override
  public LinearLink link() {
    return LinearLink.IDENTITY;
  }

  @Override
  public boolean isSmooth() {
    return false;
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
    into[0] = target < scores[0] ? 1 - level : target > scores[0] ? -level : 0;
  }

  /** Straight on either side. */
  @Override
  public void curvatures(TargetMoments moments, double[] scores, double[] into) {
    into[0] = 0;
  }

  @Override
  public void respond(double[] scores, double[] out) {
    out[0] = OnlineScaler.bounded(scores[0]);
  }
}
