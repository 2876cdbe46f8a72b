package io.atomstreams.pipelines.connector;

import java.util.Arrays;

/** A growing array of bytes that one record value after the other is put together in. */
abstract class ByteWriter {

  /** What is written lies before {@link #size}; room for more is made by {@link #require}. */
  protected byte[] bytes = new byte[512];

  protected int size;

  /** Begins the next value. */
  final void clear() {
    size = 0;
  }

  /** The value so far; the caller owns the array. */
  final byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  final void put(byte[] part) {
    require(part.length);
    System.arraycopy(part, 0, bytes, size, part.length);
    size += part.length;
  }

  /** Makes room for this many bytes more. */
  protected final void require(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
    }
  }
}
