package io.atomstreams.operators.drift;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.Options;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the codecs of all detectors have in common: an id for ever, a version that is checked, and a
 * copy that is made through the bytes, so that what is copied is what would be restored.
 */
abstract class DetectorCodec<S> implements StateCodec<S> {

  private static final long serialVersionUID = 1;

  private final String id;
  private final int version;

  DetectorCodec(String detector, int version) {
    this.id = "drift-" + detector;
    this.version = version;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final int version() {
    return version;
  }

  @Override
  public final S read(DataInput in, int written) throws IOException {
    if (written < 1 || written > version) {
      throw new IOException(
          "state %s is of version %d; this release reads versions 1 to %d: go on with a later one"
              .formatted(id, written, version));
    }
    return read(in);
  }

  /** Reads what the present version wrote; a later version will take the version read as well. */
  abstract S read(DataInput in) throws IOException;

  @Override
  public final S copy(S state) {
    try {
      BytesOutput out = new BytesOutput();
      write(state, out);
      return read(new BytesInput().open(out.array(), 0, out.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The refusal of an option that is out of its range. */
  static void require(boolean holds, String detector, String option, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: option %s is %s, must be %s".formatted(detector, option, value, rule));
    }
  }

  /** The whole number of an option, in its range or refused. */
  static int whole(Options given, String option, int otherwise, int least, int most) {
    long value = given.whole(option, otherwise);
    require(
        value >= least && value <= most,
        given.name(),
        option,
        value,
        "between %d and %d".formatted(least, most));
    return (int) value;
  }
}
