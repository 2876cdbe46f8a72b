package io.atomstreams.operators.state;

import java.io.DataOutput;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes into an array that grows and is used again: what {@code DataOutputStream} over {@code
 * ByteArrayOutputStream} does, without locks and without a copy at the end. Numbers are big-endian.
 * For one thread.
 */
public final class BytesOutput implements DataOutput {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int FIRST_CAPACITY = 256;
  private static final int SHORT = 0x80;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int size;

  /** The bytes written are the first {@link #size()}; the array is replaced when it grows. */
  public byte[] array() {
    return bytes;
  }

  public int size() {
    return size;
  }

  public void reset() {
    size = 0;
  }

  private int claim(int length) {
    reserve(length);
    int at = size;
    size = at + length;
    return at;
  }

  private void reserve(int length) {
    if (bytes.length - size < length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + length));
    }
  }

  /** What {@link Varint#writeUnsigned} writes. */
  void writeVarint(long value) {
    reserve(Varint.MOST_BYTES);
    byte[] to = bytes;
    int at = size;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      to[at++] = (byte) (rest | SHORT);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    size = at;
  }

  /**
   * Begins a part whose length is written in front of it.
   *
   * @return to be given to {@link #end}
   */
  public int begin() {
    return claim(1) + 1;
  }

  /**
   * Ends the part that {@link #begin} began: puts its length, as {@link Varint} does, before it.
   */
  public void end(int begin) {
    int length = size - begin;
    if (length < SHORT) {
      bytes[begin - 1] = (byte) length;
      return;
    }
    int more = 0;
    for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
      more++;
    }
    claim(more);
    System.arraycopy(bytes, begin, bytes, begin + more, length);
    int at = begin - 1;
    int rest = length;
    for (; rest >= SHORT; rest >>>= 7) {
      bytes[at++] = (byte) (rest | SHORT);
    }
    bytes[at] = (byte) rest;
  }

  @Override
  public void write(int b) {
    int at = claim(1);
    bytes[at] = (byte) b;
  }

  @Override
  public void write(byte[] from) {
    write(from, 0, from.length);
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    int at = claim(length);
    System.arraycopy(from, offset, bytes, at, length);
  }

  @Override
  public void writeByte(int value) {
    write(value);
  }

  @Override
  public void writeBoolean(boolean value) {
    write(value ? 1 : 0);
  }

  @Override
  public void writeShort(int value) {
    write(value >>> 8);
    write(value);
  }

  @Override
  public void writeChar(int value) {
    writeShort(value);
  }

  @Override
  public void writeInt(int value) {
    writeShort(value >>> 16);
    writeShort(value);
  }

  @Override
  public void writeLong(long value) {
    int at = claim(Long.BYTES);
    LONGS.set(bytes, at, value);
  }

  @Override
  public void writeFloat(float value) {
    writeInt(Float.floatToIntBits(value));
  }

  @Override
  public void writeDouble(double value) {
    writeLong(Double.doubleToLongBits(value));
  }

  @Override
  public void writeBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      write(text.charAt(i));
    }
  }

  @Override
  public void writeChars(String text) {
    for (int i = 0; i < text.length(); i++) {
      writeChar(text.charAt(i));
    }
  }

  /** Not offered: Java's own form of UTF-8 has no place in state. */
  @Override
  public void writeUTF(String text) {
    throw new UnsupportedOperationException("write UTF-8 bytes with their length instead");
  }
}
