package io.atomstreams.operators.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * Writes and reads one kind of state.
 *
 * <p>The {@link #id()} is for ever. The {@link #version()} only grows; a codec reads every version
 * up to its own and refuses a later one. The {@link #layout()} says what the values of this very
 * installation consist of (the columns of a packed value, say) in a form from which {@link
 * StateCodecs} can build a codec that reads them.
 */
public interface StateCodec<S> extends Serializable {

  String id();

  int version();

  /** Canonical description of what varies between installations; empty if nothing does. */
  default String layout() {
    return "";
  }

  /** Whether this codec reads values that were written in its version under another layout. */
  default boolean readsValuesOf(String layout) {
    return layout.equals(layout());
  }

  /** A codec for another thread: this one, unless it works in buffers of its own. */
  default StateCodec<S> duplicate() {
    return this;
  }

  S create();

  void write(S state, DataOutput out) throws IOException;

  /**
   * Reads what {@link #write} wrote.
   *
   * @param version the version that wrote the bytes, at most {@link #version()}
   */
  S read(DataInput in, int version) throws IOException;

  /** A copy that shares nothing mutable: running checkpoints read one while the other changes. */
  S copy(S state);

  /** Brings a value that was read under another layout into this codec's layout. */
  default S adopt(S state) {
    return state;
  }
}
