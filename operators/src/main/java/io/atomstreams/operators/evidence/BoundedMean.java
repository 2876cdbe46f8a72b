package io.atomstreams.operators.evidence;

import java.io.Serializable;

/**
 * Where the mean of bounded values lies, at a level that holds at all times at once: one may look
 * after every value and stop when one likes.
 *
 * <p>An empirical-Bernstein confidence sequence (Howard, Ramdas, McAuliffe and Sekhon 2021, theorem
 * 4, with the mixture of {@link ExponentialMixture}): with {@code S = Σ xᵢ}, {@code V = Σ (xᵢ −
 * x̂ᵢ)²} and the range c,
 *
 * <pre>
 *   P( for all n:  |S/n − μₙ| ≤ c · u(V/c²) / n ) ≥ 1 − α,   μₙ = Σ E[xᵢ | before i] / n
 * </pre>
 *
 * for values of any distribution, which may depend on all that was before; the mean may move, then
 * {@code μₙ} is its average so far. It needs {@code |xᵢ − x̂ᵢ| ≤ c} and nothing else: no normality,
 * no independence, no least number. The argument in one line: for {@code ξ ≥ −1} and {@code 0 ≤ λ <
 * 1}, {@code exp(λξ − ψ(λ)ξ²) ≤ 1 + λξ} (Fan, Grama and Liu 2015); with {@code ξ = (x − x̂)/c} the
 * product over all values is a supermartingale, and so is any mixture over λ.
 */
public final class BoundedMean implements Serializable {

  private static final long serialVersionUID = 1;

  private final double range;
  private final ExponentialMixture mixture;

  /**
   * For values within a range.
   *
   * @param range c, above 0: the largest possible distance of a value from its prediction
   * @param variation the V at which the bounds shall be sharpest; they hold at any
   * @param alpha the level that is meant to be asked for
   */
  public BoundedMean(double range, double variation, double alpha) {
    this(range, ExponentialMixture.sharpestAt(variation / (range * range), requireLevel(alpha)));
  }

  private BoundedMean(double range, ExponentialMixture mixture) {
    if (!(range > 0 && range < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the range of values is " + range + ", must be above 0");
    }
    this.range = range;
    this.mixture = mixture;
  }

  /** The same for values of another range; cheap. */
  public BoundedMean within(double anotherRange) {
    return new BoundedMean(anotherRange, mixture);
  }

  /** Checks an error probability. */
  public static double requireLevel(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha is " + alpha + ", must be above 0 and below 1");
    }
    return alpha;
  }

  /** The logarithm of an e-value against "the mean is at most this". */
  public double logEvidenceAbove(Evidence evidence, double mean) {
    return mixture.logValue(excess(evidence, mean), scaled(evidence));
  }

  /** The logarithm of an e-value against "the mean is at least this". */
  public double logEvidenceBelow(Evidence evidence, double mean) {
    return mixture.logValue(-excess(evidence, mean), scaled(evidence));
  }

  /** Whether the mean is above this, wrong with a probability of at most α over all times. */
  public boolean isAbove(Evidence evidence, double mean, double alpha) {
    return mixture.reaches(excess(evidence, mean), scaled(evidence), -Math.log(alpha));
  }

  /** Whether the mean is below this, wrong with a probability of at most α over all times. */
  public boolean isBelow(Evidence evidence, double mean, double alpha) {
    return mixture.reaches(-excess(evidence, mean), scaled(evidence), -Math.log(alpha));
  }

  /** Both bounds, each at α/2. */
  public Interval interval(Evidence evidence, double alpha) {
    requireLevel(alpha);
    if (evidence.count() == 0) {
      return new Interval(0, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, alpha);
    }
    double reach =
        range * mixture.boundary(scaled(evidence), Math.log(2 / alpha)) / evidence.count();
    double mean = evidence.mean();
    return new Interval(evidence.count(), mean, mean - reach, mean + reach, alpha);
  }

  private double excess(Evidence evidence, double mean) {
    return (evidence.sum() - evidence.count() * mean) / range;
  }

  private double scaled(Evidence evidence) {
    return evidence.variation() / (range * range);
  }
}
