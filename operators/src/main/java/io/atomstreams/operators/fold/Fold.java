package io.atomstreams.operators.fold;

import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Takes in one input after the other and says what follows. The fold itself is its settings and
 * never changes; what it knows of a key is {@code S}, which belongs to one thread.
 *
 * <p>Whoever hosts it hands over each key's inputs in the order of {@link #time}, then {@link
 * #ties}, and calls {@link #onTime} between them: at instant {@code d} after all inputs before
 * {@code d} and before those at {@code d} or later. So what comes out is a function of the inputs
 * as a set, however they arrived. Only an input that comes too late for its place, which the host
 * counts, is handed over out of order.
 *
 * <p>Everything is a function of settings, state and arguments: adding {@code a}, writing, reading
 * and adding {@code b} says the same as adding {@code a} and {@code b}.
 */
public interface Fold<S, I, O> extends Serializable {

  /** Stands for an instant that never comes. */
  long NEVER = Long.MAX_VALUE;

  /** The codec of what is known of a key; {@link StateCodec#create} begins with nothing. */
  StateCodec<S> codec();

  /** An input's own time, event time, ms. */
  long time(I input);

  /** Puts inputs of one time in order. Inputs it takes for equal must be interchangeable. */
  Comparator<I> ties();

  /** Takes in an input. */
  void add(S state, I input, Consumer<O> out);

  /**
   * When {@link #onTime} is to be called next, event time, ms; {@link #NEVER} if there is nothing
   * to say unless more comes. A clock that ticks for ever would keep a bounded run from ending.
   */
  default long due(S state) {
    return NEVER;
  }

  /**
   * Says what is due. Afterwards {@link #due} is later than {@code time}.
   *
   * @param time what {@link #due} said
   */
  default void onTime(S state, long time, Consumer<O> out) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " is never due");
  }

  /**
   * Figures of a key's state, by the metric's name; the host shows their sums over its keys.
   * Nothing unless there is something to show: the host remembers each key's.
   */
  default Map<String, ToLongFunction<S>> figures() {
    return Map.of();
  }

  /**
   * The last instant at which the state is worth anything: afterwards it says the same as one that
   * knows nothing, and may be removed. Not before {@link #due}. {@link #NEVER} if it is kept for
   * ever.
   */
  default long expiry(S state) {
    return NEVER;
  }
}
