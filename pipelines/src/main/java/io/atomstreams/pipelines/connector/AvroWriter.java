package io.atomstreams.pipelines.connector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Avro's binary encoding of those types that the topics use. */
final class AvroWriter extends ByteWriter {

  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LONGEST_VARINT = 10;

  /** An {@code int}, a {@code long}, an enum's symbol or a length: zig-zag, seven bits a byte. */
  void integer(long value) {
    require(LONGEST_VARINT);
    byte[] to = bytes;
    int at = size;
    long rest = value << 1 ^ value >> 63;
    while ((rest & ~0x7FL) != 0) {
      to[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    size = at;
  }

  /** The length in bytes, then UTF-8. */
  void string(String text) {
    int begin = size;
    int length = text.length();
    integer(length);
    require(length);
    byte[] to = bytes;
    int at = size;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > 0x7F) {
        size = begin;
        multiByte(text.getBytes(StandardCharsets.UTF_8));
        return;
      }
      to[at + i] = (byte) c;
    }
    size = at + length;
  }

  private void multiByte(byte[] utf8) {
    integer(utf8.length);
    put(utf8);
  }

  /** Says how many items of an array follow; nothing needs to be said if there are none. */
  void arrayStart(int items) {
    if (items > 0) {
      integer(items);
    }
  }

  void arrayEnd() {
    integer(0);
  }

  void floats(float[] values) {
    arrayStart(values.length);
    require(Math.multiplyExact(values.length, Float.BYTES));
    byte[] to = bytes;
    int at = size;
    for (float value : values) {
      FLOAT.set(to, at, value);
      at += Float.BYTES;
    }
    size = at;
    arrayEnd();
  }
}
