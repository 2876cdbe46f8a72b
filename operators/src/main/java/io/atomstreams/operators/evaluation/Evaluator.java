package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;

/**
 * Adds up how predictions turned out. The evaluator itself is its settings and never changes; what
 * it has seen is {@code S}, which belongs to one thread.
 *
 * <p>A report is a function of the outcomes as a set: it has the same bits in whatever order they
 * came, on how many states they were spread before they were merged, and with every outcome that
 * was taken back never having been there.
 */
public interface Evaluator<S> extends Serializable {

  /** The codec of what was seen; its {@code create} begins with nothing seen. */
  StateCodec<S> codec();

  /**
   * Takes in an outcome.
   *
   * @throws IllegalArgumentException if it is none of this kind; nothing is taken in then
   */
  void add(S state, Outcome outcome);

  /** Adds all that another state has seen, which stays as it is. */
  void merge(S state, S other);

  /** The figures; {@code NaN} where what was seen does not define one. */
  EvaluationReport report(S state);
}
