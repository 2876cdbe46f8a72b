package io.atomstreams.operators.state;

import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads what {@link BytesOutput} wrote, from any part of an array, one part after the other. For
 * one thread.
 */
public final class BytesInput implements DataInput {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Of each byte the bit that says a number goes on. */
  private static final long TOP_BITS = 0x8080808080808080L;

  private byte[] bytes = {};
  private int at;
  private int end;

  /** Reads on at {@code bytes[from]}, up to and without {@code bytes[to]}. */
  public BytesInput open(byte[] array, int from, int to) {
    if (from < 0 || from > to || to > array.length) {
      throw outside(from, to, array.length);
    }
    if (bytes != array) {
      bytes = array;
    }
    at = from;
    end = to;
    return this;
  }

  /** Index in the array of the next byte. */
  public int position() {
    return at;
  }

  public int available() {
    return end - at;
  }

  private int claim(int length) throws EOFException {
    int from = at;
    if (end - from < length) {
      throw beyond(length);
    }
    at = from + length;
    return from;
  }

  // Apart from the checks, so that those are small enough to be compiled into their callers.

  private static IndexOutOfBoundsException outside(int from, int to, int length) {
    return new IndexOutOfBoundsException(
        "bytes %d to %d of an array of %d".formatted(from, to, length));
  }

  private EOFException beyond(int length) {
    return new EOFException("%d bytes wanted, %d left".formatted(length, end - at));
  }

  /** What {@link Varint#readUnsigned} reads. */
  long readVarint() throws IOException {
    int from = at;
    if (end - from < Varint.MOST_BYTES) {
      return readVarintNearTheEnd();
    }
    long word = (long) LITTLE_ENDIAN.get(bytes, from);
    if ((word & 0x80) == 0) {
      at = from + 1;
      return word & 0x7F;
    }
    if ((word & 0x8000) == 0) {
      at = from + 2;
      return (word & 0x7F) | ((word >>> 1) & 0x3F80);
    }
    return readVarint(word);
  }

  /** Up to eight bytes at once: those up to the first without a top bit, pushed together. */
  private long readVarint(long word) throws IOException {
    long stops = ~word & TOP_BITS;
    if (stops != 0) {
      at += (Long.numberOfTrailingZeros(stops) >>> 3) + 1;
      return pushTogether(word & (stops ^ (stops - 1)));
    }
    long low = pushTogether(word);
    byte ninth = bytes[at + Long.BYTES];
    if (ninth >= 0) {
      at += Long.BYTES + 1;
      return low | ((long) ninth << 56);
    }
    byte tenth = bytes[at + Long.BYTES + 1];
    if (tenth < 0) {
      throw Varint.tooLong();
    }
    at += Long.BYTES + 2;
    return low | ((ninth & 0x7FL) << 56) | ((long) tenth << 63);
  }

  /** The low seven bits of each of eight bytes, the first byte's lowest. */
  private static long pushTogether(long word) {
    long x = word & ~TOP_BITS;
    x = (x & 0x007F007F007F007FL) | ((x & 0x7F007F007F007F00L) >>> 1);
    x = (x & 0x00003FFF00003FFFL) | ((x & 0x3FFF00003FFF0000L) >>> 2);
    return (x & 0x0FFFFFFFL) | ((x & 0x0FFFFFFF00000000L) >>> 4);
  }

  private long readVarintNearTheEnd() throws IOException {
    long value = 0;
    int next = at;
    for (int shift = 0; next < end; shift += 7) {
      byte b = bytes[next++];
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        at = next;
        return value;
      }
    }
    throw beyond(next - at + 1);
  }

  /** Passes over so many numbers that {@link Varint} wrote. */
  public void skipVarints(int count) throws EOFException {
    int left = count;
    int next = at;
    while (left > 0) {
      if (next == end) {
        throw beyond(next - at + left);
      }
      if (bytes[next++] >= 0) {
        left--;
      }
    }
    at = next;
  }

  /** Passes over a part that is {@code length} bytes long. */
  public void skip(int length) throws EOFException {
    if (length < 0) {
      throw new EOFException("a part of " + length + " bytes");
    }
    claim(length);
  }

  @Override
  public int skipBytes(int most) {
    int skipped = Math.max(0, Math.min(most, available()));
    at += skipped;
    return skipped;
  }

  @Override
  public void readFully(byte[] into) throws EOFException {
    readFully(into, 0, into.length);
  }

  @Override
  public void readFully(byte[] into, int offset, int length) throws EOFException {
    System.arraycopy(bytes, claim(length), into, offset, length);
  }

  @Override
  public byte readByte() throws EOFException {
    return bytes[claim(1)];
  }

  @Override
  public int readUnsignedByte() throws EOFException {
    return readByte() & 0xFF;
  }

  @Override
  public boolean readBoolean() throws EOFException {
    return readByte() != 0;
  }

  @Override
  public short readShort() throws EOFException {
    return (short) readUnsignedShort();
  }

  @Override
  public int readUnsignedShort() throws EOFException {
    return readUnsignedByte() << 8 | readUnsignedByte();
  }

  @Override
  public char readChar() throws EOFException {
    return (char) readUnsignedShort();
  }

  @Override
  public int readInt() throws EOFException {
    return readUnsignedShort() << 16 | readUnsignedShort();
  }

  @Override
  public long readLong() throws EOFException {
    return (long) LONGS.get(bytes, claim(Long.BYTES));
  }

  @Override
  public float readFloat() throws EOFException {
    return Float.intBitsToFloat(readInt());
  }

  @Override
  public double readDouble() throws EOFException {
    return Double.longBitsToDouble(readLong());
  }

  /** Not offered: state is not made of lines. */
  @Override
  public String readLine() {
    throw new UnsupportedOperationException("read UTF-8 bytes with their length instead");
  }

  /** Not offered: Java's own form of UTF-8 has no place in state. */
  @Override
  public String readUTF() {
    throw new UnsupportedOperationException("read UTF-8 bytes with their length instead");
  }
}
