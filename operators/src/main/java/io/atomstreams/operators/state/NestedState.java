package io.atomstreams.operators.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A state within another: the inner codec's version goes before its bytes and their number before
 * that, so that the inner state grows up on its own and can be passed over where nobody knows it.
 */
public final class NestedState {

  private NestedState() {}

  /** The bytes that {@link #of} reads. */
  public static <S> byte[] bytes(StateCodec<S> codec, S state) throws IOException {
    BytesOutput out = new BytesOutput();
    Varint.writeUnsigned(out, codec.version());
    codec.write(state, out);
    byte[] bytes = new byte[out.size()];
    System.arraycopy(out.array(), 0, bytes, 0, bytes.length);
    return bytes;
  }

  /**
   * Reads what {@link #bytes} wrote, under the same layout.
   *
   * @throws IllegalStateException if a later release wrote it
   */
  public static <S> S of(StateCodec<S> codec, byte[] bytes) throws IOException {
    BytesInput in = new BytesInput().open(bytes, 0, bytes.length);
    int version = (int) Varint.readUnsigned(in);
    if (version > codec.version()) {
      throw new IllegalStateException(
          "state '%s' was written in version %d, this release reads up to version %d; use the release that wrote it or a later one"
              .formatted(codec.id(), version, codec.version()));
    }
    return codec.read(in, version);
  }

  public static <S> void write(StateCodec<S> codec, S state, DataOutput out) throws IOException {
    writeBytes(bytes(codec, state), out);
  }

  public static <S> S read(StateCodec<S> codec, DataInput in) throws IOException {
    return of(codec, readBytes(in));
  }

  public static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    Varint.writeUnsigned(out, bytes.length);
    out.write(bytes);
  }

  public static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[(int) Varint.readUnsigned(in)];
    in.readFully(bytes);
    return bytes;
  }
}
