package io.atomstreams.operators.learning.factor;

import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.learning.encoding.SparseRow;
import io.atomstreams.operators.learning.encoding.TargetMoments;

/**
 * What {@link FactorizationMachine} has learned: a weight for each coordinate, then its factors one
 * coordinate behind the other, each with the sum of its squared gradients. For one thread.
 */
public final class FactorState {

  final OnlineScaler scaler;
  final TargetMoments moments;
  final double[] weights;
  final double[] squares;

  final SparseRow row;

  /** Of each factor the sum over the row. */
  final double[] sums;

  final double[] score = new double[1];
  final double[] slope = new double[1];

  FactorState(
      OnlineScaler scaler,
      TargetMoments moments,
      double[] weights,
      double[] squares,
      FactorizationMachine learner) {
    this.scaler = scaler;
    this.moments = moments;
    this.weights = weights;
    this.squares = squares;
    this.row = learner.encoder().newRow();
    this.sums = new double[learner.options().factors()];
  }
}
