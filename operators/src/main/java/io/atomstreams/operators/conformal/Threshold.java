package io.atomstreams.operators.conformal;

import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;

/**
 * Chooses the threshold of conformal prediction: a prediction holds every answer whose score (how
 * badly it fits, see {@link IntervalScore} and {@link PredictionSets}) is at most the threshold.
 * The chooser itself is its settings and never changes; what it has seen is {@code S}, which
 * belongs to one thread. All is a function of settings, state and arguments.
 *
 * <p>For each prediction: {@link #current} is the threshold it is given, {@link #issued} says that
 * it was given out, and when its label is known {@link #observe} takes in its score together with
 * the threshold it had. Labels may come in any order, late or never.
 */
public interface Threshold<S> extends Serializable {

  /** The codec of what was seen; {@link StateCodec#create} begins with nothing seen. */
  StateCodec<S> codec();

  /** The share of answers that predictions shall hold, in (0, 1). */
  double coverage();

  /**
   * The threshold for the next prediction; {@link Double#POSITIVE_INFINITY}, which holds every
   * answer, while too few labels are known.
   */
  double current(S state);

  /** A prediction with the {@link #current} threshold was given out. */
  void issued(S state);

  /** So many predictions were given out, all with the {@link #current} threshold. */
  default void issued(S state, long count) {
    for (long i = 0; i < count; i++) {
      issued(state);
    }
  }

  /**
   * The label of a prediction is known.
   *
   * @param score of the true answer, finite
   * @param issued the threshold its prediction was given out with; {@code NaN} if none was given
   *     out, as for labels that only warm up
   */
  void observe(S state, double score, double issued);

  /** How many labels were taken in, which says whether there is enough to go by. */
  long observed(S state);
}
