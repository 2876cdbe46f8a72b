package io.atomstreams.operators.learning;

import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Learns from one example at a time. The learner itself is its settings and never changes; what it
 * has learned is {@code S}, which belongs to one thread and may keep work space that is no part of
 * its bytes.
 *
 * <p>Everything is a function of the settings, the state and the arguments: learning {@code a},
 * writing, reading and learning {@code b} gives the same bits as learning {@code a} and {@code b}.
 * Random numbers come from the state ({@link io.atomstreams.operators.state.CounterRandom}).
 *
 * <p>A row has one value for each {@link Attribute}, {@code NaN} where it is missing. Neither
 * method changes the row or keeps it.
 */
public interface Learner<S> extends Serializable {

  Schema schema();

  /** The codec of what is learned; {@link StateCodec#create} begins with nothing learned. */
  StateCodec<S> codec();

  /**
   * What the state says of a row, without changing what it has learned.
   *
   * @param out receives {@link Target#outputs()} values: finite probabilities in [0, 1] that add up
   *     to 1, class by class, or the number
   */
  void predict(S state, double[] row, double[] out);

  /**
   * Takes in an example.
   *
   * @param target the class's id, or the number; finite
   * @param weight as if the example came so often; above 0, or below 0 to take back one that turned
   *     out false, which only a learner that {@link #retracts} is given
   */
  void learn(S state, double[] row, double target, double weight);

  /** Whether an example can be taken back by learning it with the negative of its weight. */
  default boolean retracts() {
    return false;
  }

  /**
   * Memory of the state, in bytes on the heap, estimated; linear in the state's size to compute.
   */
  long memoryBytes(S state);

  /**
   * The state as a model that any process can serve, deep-copied: later learning does not change
   * it. Empty if there is no engine for it.
   */
  default Optional<LearnedModel> publish(S state) {
    return Optional.empty();
  }

  /**
   * What the model of {@link #publish} says of a row, without the model: {@link #predict}, unless
   * the learner says that it publishes something simpler. Of no meaning where nothing is published.
   *
   * @param out as of {@link #predict}
   */
  default void predictAsPublished(S state, double[] row, double[] out) {
    predict(state, row, out);
  }

  /**
   * Whether predictions depend on the row. A baseline, which says the same of all rows, says no.
   */
  default boolean looksAtRows() {
    return true;
  }

  /**
   * Makes one of several states that were learned apart, each from its own share of the examples;
   * empty if this learner cannot. The states given are not changed.
   */
  default Optional<S> merge(List<S> states) {
    return Optional.empty();
  }
}
