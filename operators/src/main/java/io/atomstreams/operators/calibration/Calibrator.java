package io.atomstreams.operators.calibration;

import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;

/**
 * Learns which share of positives a score of a yes stands for. The calibrator itself is its
 * settings and never changes; what it has learned is {@code S}, which belongs to one thread. All is
 * a function of settings, state and arguments. What it gives never falls when the score rises.
 */
public interface Calibrator<S> extends Serializable {

  /** The codec of what is learned; {@link StateCodec#create} leaves scores as they are, nearly. */
  StateCodec<S> codec();

  /**
   * The probability a score stands for, in [0, 1].
   *
   * @param score a probability by the model's own account, in [0, 1]
   */
  double calibrate(S state, double score);

  /**
   * Takes in a label.
   *
   * @param weight as if it came so often; above 0, or below 0 to take one back that turned out
   *     false, which only a calibrator that {@link #retracts} does exactly
   */
  void learn(S state, double score, boolean positive, double weight);

  /** Whether learning with the negative weight leaves no trace, up to rounding. */
  boolean retracts();

  /** Adds what another has learned; {@code false}, and nothing changes, if this one cannot. */
  default boolean merge(S state, S other) {
    return false;
  }
}
