package io.atomstreams.model.engine.ensemble;

import io.atomstreams.model.Attribution.Link;

/** How the members' scores become one: a weighted sum on one scale. */
final class Combination {

  /**
   * A member's probability closer to 0 or 1 counts as that far away: a {@code float} reaches 1,
   * whose logit is infinite.
   */
  private static final double EDGE = 0x1.0p-23;

  private final Link scale;
  private final double intercept;
  private final double[] weights;

  Combination(EnsembleSpec spec) {
    boolean stacking = spec.method() == EnsembleSpec.Method.STACKING;
    this.scale = stacking ? Link.LOGIT : Link.IDENTITY;
    this.intercept = spec.intercept();
    this.weights = spec.members().stream().mapToDouble(EnsembleSpec.Member::weight).toArray();
    if (!stacking) {
      double sum = 0;
      for (double weight : weights) {
        sum += weight;
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= sum;
      }
    }
  }

  /** The scale on which members add up. */
  Link scale() {
    return scale;
  }

  double intercept() {
    return intercept;
  }

  /** What a member's score counts; for a mean they add up to 1. */
  double weight(int member) {
    return weights[member];
  }

  /** A member's score on the scale. */
  double onScale(double score) {
    if (scale == Link.IDENTITY) {
      return score;
    }
    double p = Math.min(1 - EDGE, Math.max(EDGE, score));
    return Math.log(p / (1 - p));
  }
}
