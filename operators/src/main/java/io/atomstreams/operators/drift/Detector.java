package io.atomstreams.operators.drift;

import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;

/**
 * Watches one stream of values for a change of its distribution. The detector itself is its
 * settings and never changes; what it has seen is {@code S}, which belongs to one thread.
 *
 * <p>After {@link Signal#DRIFT} the state has forgotten what lies before the change, as its own
 * algorithm says, and goes on; nobody has to reset it.
 */
public interface Detector<S> extends Serializable {

  /** What values a detector takes. */
  enum Domain {
    /** 0 or 1: right or wrong. */
    BINARY,
    /** In [0, 1]: a bounded loss. */
    UNIT,
    /** Any finite number. */
    REAL
  }

  /** What a value means for the stream. */
  enum Signal {
    NONE,
    /** Something may be changing. */
    WARNING,
    /** It has changed. */
    DRIFT
  }

  /** The codec of what was seen; {@link StateCodec#create} begins with nothing seen. */
  StateCodec<S> codec();

  Domain domain();

  /**
   * Takes in the next value.
   *
   * @param value in the {@link #domain}
   */
  Signal update(S state, double value);
}
