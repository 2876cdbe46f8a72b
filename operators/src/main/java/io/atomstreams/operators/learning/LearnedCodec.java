package io.atomstreams.operators.learning;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.IOException;

/**
 * The part that codecs of what is learned have in common: a name that is for ever, and a version
 * above which nothing is read.
 */
public abstract class LearnedCodec<S> implements StateCodec<S> {

  private static final long serialVersionUID = 1;

  private final String id;
  private final int version;

  protected LearnedCodec(String id, int version) {
    this.id = id;
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
          "%s: the state was written in version %d, this release reads versions 1 to %d; run the release that wrote it"
              .formatted(id, written, version));
    }
    return readState(in, written);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param written the version that wrote it, 1 to {@link #version()}
   */
  protected abstract S readState(DataInput in, int written) throws IOException;
}
