package io.atomstreams.operators.online;

import io.atomstreams.operators.drift.Detector.Domain;

/** How far a probability p of yes was from the answer y. */
public enum Loss {
  /** −ln p of a yes, −ln(1 − p) of a no, in nats; p is kept 1e-15 away from 0 and 1. */
  LOG_LOSS {
    @Override
    public double of(double probability, double target) {
      double p = Math.min(1 - LEAST, Math.max(LEAST, probability));
      return -(target * Math.log(p) + (1 - target) * Math.log1p(-p));
    }

    /** Of a bounded detector: p is kept in [0.01, 0.99], and the loss divided by −ln 0.01. */
    @Override
    double bounded(double probability, double target) {
      double p = Math.min(1 - CAUTIOUS, Math.max(CAUTIOUS, probability));
      return of(p, target) / -Math.log(CAUTIOUS);
    }
  },
  /** (p − y)². */
  BRIER {
    @Override
    public double of(double probability, double target) {
      return (probability - target) * (probability - target);
    }
  },
  /** 1 if p ≥ ½ was wrong or p &lt; ½ was, else 0. */
  ERROR {
    @Override
    public double of(double probability, double target) {
      return (probability >= HALF) == (target >= HALF) ? 0 : 1;
    }
  };

  private static final double LEAST = 1e-15;
  private static final double CAUTIOUS = 0.01;
  private static final double HALF = 0.5;

  /**
   * The loss.
   *
   * @param target 0 or 1
   */
  public abstract double of(double probability, double target);

  /** The loss in [0, 1]. */
  double bounded(double probability, double target) {
    return of(probability, target);
  }

  /** The loss as a detector of this domain takes it. */
  double in(Domain domain, double probability, double target) {
    return switch (domain) {
      case BINARY -> ERROR.of(probability, target);
      case UNIT -> Math.min(1, bounded(probability, target));
      case REAL -> of(probability, target);
    };
  }
}
