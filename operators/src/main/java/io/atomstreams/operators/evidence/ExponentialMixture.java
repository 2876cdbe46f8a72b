package io.atomstreams.operators.evidence;

import java.io.Serializable;

/**
 * The gamma-exponential mixture supermartingale of Howard, Ramdas, McAuliffe and Sekhon
 * (Time-uniform, nonparametric, nonasymptotic confidence sequences, Annals of Statistics 2021,
 * proposition 9), for values in units of their range:
 *
 * <pre>
 *   M(s, v) = ∫₀¹ exp(λ s − ψ(λ) v) f(λ) dλ,   ψ(λ) = −ln(1 − λ) − λ,
 *   f(λ) ∝ (1 − λ)^(ρ−1) e^(−ρ (1−λ))
 *           = ρ^ρ / γ(ρ, ρ) · e^(s+v) γ(v + ρ, s + v + ρ) / (s + v + ρ)^(v+ρ)
 * </pre>
 *
 * where γ is the lower incomplete gamma function. If s is a sum of deviations from means given the
 * past, each at least −1, and v the sum of the squared errors of predictions made beforehand, the
 * expectation of M is at most 1 at every stopping time; so M exceeds {@code 1/α} ever with a
 * probability of at most α (Ville 1939). Whatever ρ: it only says where the bound is sharpest.
 */
final class ExponentialMixture implements Serializable {

  private static final long serialVersionUID = 1;
  private static final double PRECISION = 1e-9;

  private final double rho;
  private final double normaliser;

  /** A mixture; rho is above 0. */
  ExponentialMixture(double rho) {
    if (!(rho > 0 && rho < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("rho is " + rho + ", must be above 0");
    }
    this.rho = rho;
    this.normaliser = rho * Math.log(rho) - LogGamma.lower(rho, rho);
  }

  /**
   * Near its sharpest at this v and error α: the choice for the normal mixture (Howard et al. 2021,
   * section 3.5), with {@code W₋₁(−α²/e)} by its first terms.
   */
  static ExponentialMixture sharpestAt(double v, double alpha) {
    double twice = 2 * Math.log(1 / alpha);
    return new ExponentialMixture(Math.max(0.05, v / (twice + Math.log1p(twice))));
  }

  /** {@code ln M(s, v)}; −∞, which is no evidence, for sums far below 0. */
  double logValue(double s, double v) {
    double x = s + v + rho;
    if (x <= 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return normaliser + s + v + LogGamma.lower(v + rho, x) - (v + rho) * Math.log(x);
  }

  /**
   * Whether {@code ln M(s, v) ≥ level}; mostly answered by {@link #most} at the cost of one log.
   */
  boolean reaches(double s, double v, double level) {
    return s > 0 && most(s, v) >= level && logValue(s, v) >= level;
  }

  /** {@code sup over λ of λ s − ψ(λ) v}: no mixture has more. */
  private static double most(double s, double v) {
    return v <= 0 ? s : s - v * Math.log1p(s / v);
  }

  /** The least s with {@code ln M(s, v) ≥ level}, from above, to a relative 1e-9. */
  double boundary(double v, double level) {
    double low = 0;
    double high = Math.sqrt(2 * v * level) + level;
    while (logValue(high, v) < level) {
      low = high;
      high *= 1.5;
    }
    while (high - low > PRECISION * high) {
      double middle = 0.5 * (low + high);
      if (reaches(middle, v, level)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
