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
    BINARY("0 or 1"),
    /** In [0, 1]: a bounded loss. */
    UNIT("in [0, 1]"),
    /** Any finite number. */
    REAL("a finite number");

    private final String rule;

    Domain(String rule) {
      this.rule = rule;
    }

    /** Whether a value is of this kind. */
    public boolean holds(double value) {
      return switch (this) {
        case BINARY -> value == 0 || value == 1;
        case UNIT -> value >= 0 && value <= 1;
        case REAL -> Math.abs(value) <= Double.MAX_VALUE;
      };
    }

    void require(String detector, double value) {
      if (!holds(value)) {
        throw new IllegalArgumentException(
            "%s: value %s, must be %s; scale it, or take a detector for another domain"
                .formatted(detector, value, rule));
      }
    }
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
   * @throws IllegalArgumentException if it is not; the state is as before
   */
  Signal update(S state, double value);
}
