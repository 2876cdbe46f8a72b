package io.atomstreams.operators.learning.linear;

import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.learning.encoding.SparseRow;

/** What {@link Alma} has learned. For one thread. */
public final class AlmaState {

  final OnlineScaler scaler;

  /** Of length 1 at most. */
  final double[] weights;

  /** How many corrections there were, and one. */
  long corrections = 1;

  /** Slope and intercept from margins to logits, and of each the squared gradients. */
  final double[] calibration;

  final SparseRow row;

  AlmaState(OnlineScaler scaler, double[] weights, double[] calibration, SparseRow row) {
    this.scaler = scaler;
    this.weights = weights;
    this.calibration = calibration;
    this.row = row;
  }
}
