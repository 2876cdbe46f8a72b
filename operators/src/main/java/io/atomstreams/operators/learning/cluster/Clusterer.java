package io.atomstreams.operators.learning.cluster;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Groups rows, one at a time and without being told how. A {@link
 * io.atomstreams.operators.learning.Learner} says what an answer will be and is told later; here is
 * no answer, and what is said of a row is which group it belongs to. The rest is as there: the
 * clusterer is its settings, what it has learned is {@code S}, and everything is a function of
 * settings, state and arguments.
 *
 * <p>A group's id is for ever: groups move with their rows and keep their ids; one that ends takes
 * its id with it, and a new one has an id that no group had.
 */
public interface Clusterer<S> extends Serializable {

  /** What a row's values are. */
  List<Attribute> attributes();

  StateCodec<S> codec();

  /**
   * The id of the nearest group, 0 or more; -1 if there is none yet. Changes nothing that is
   * learned.
   */
  long assign(S state, double[] row);

  /** The ids there are, ascending. */
  long[] ids(S state);

  /**
   * Takes in a row.
   *
   * @param weight as if the row came so often; above 0
   */
  void learn(S state, double[] row, double weight);

  /** Memory of the state, in bytes on the heap, estimated. */
  long memoryBytes(S state);

  /**
   * Makes one of several states that were learned apart; empty if this clusterer cannot. The states
   * given are not changed.
   */
  default Optional<S> merge(List<S> states) {
    return Optional.empty();
  }
}
