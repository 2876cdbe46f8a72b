package io.atomstreams.operators.evidence;

import java.io.Serializable;

/**
 * A mean and between what it lies.
 *
 * @param count of values it rests on
 * @param alpha probability that it is outside at any time
 */
public record Interval(long count, double mean, double lower, double upper, double alpha)
    implements Serializable {

  /** Whether it is known to within this distance of 0. */
  public boolean isWithin(double distance) {
    return lower >= -distance && upper <= distance;
  }

  /** The smallest interval that contains both, about this one's mean. */
  public Interval or(Interval other) {
    return new Interval(
        count, mean, Math.min(lower, other.lower), Math.max(upper, other.upper), alpha);
  }
}
