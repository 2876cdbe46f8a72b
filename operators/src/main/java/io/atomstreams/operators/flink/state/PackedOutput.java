package io.atomstreams.operators.flink.state;

import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One record while it is packed: a byte array that is used again for the next one and handed over
 * in a single write. Absent values are packed as length 0, others as length + 1; integers as in
 * {@link io.atomstreams.operators.state.Varint}; text as {@link Wtf8}, ASCII in one pass.
 *
 * <p>Belongs to one thread. Keeps at most {@value #KEPT} bytes from one record to the next.
 */
final class PackedOutput {

  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  static final int INITIAL = 1 << 10;
  static final int KEPT = 1 << 16;

  private static final int MAX_VARINT = 10;

  private byte[] bytes = new byte[INITIAL];
  private int end;
  private boolean ascii = true;

  /** Forgets what was packed. */
  void clear() {
    end = 0;
    ascii = true;
    if (bytes.length > KEPT) {
      bytes = new byte[INITIAL];
    }
  }

  /** How many bytes have been packed. */
  int size() {
    return end;
  }

  /** Whether all texts that have been packed are ASCII. */
  boolean isAscii() {
    return ascii;
  }

  void writeTo(DataOutput out) throws IOException {
    out.write(bytes, 0, end);
  }

  void putByte(int value) {
    reserve(1);
    bytes[end++] = (byte) value;
  }

  /** Packs a value that is large as a rule, a time say, in eight bytes. */
  void putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, end, value);
    end += Long.BYTES;
  }

  void putUnsigned(long value) {
    reserve(MAX_VARINT);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[end++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[end++] = (byte) rest;
  }

  void putSigned(long value) {
    putUnsigned((value << 1) ^ (value >> 63));
  }

  void putBytes(byte[] value) {
    if (value == null) {
      putByte(0);
      return;
    }
    putUnsigned(value.length + 1L);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, end, value.length);
    end += value.length;
  }

  void putText(String text) {
    if (text == null) {
      putByte(0);
      return;
    }
    int before = end;
    int length = text.length();
    putUnsigned(length + 1L);
    reserve(length);
    byte[] to = bytes;
    int at = end;
    int bits = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      to[at + i] = (byte) c;
      bits |= c;
    }
    if (bits < 0x80) {
      end = at + length;
    } else {
      end = before;
      ascii = false;
      putBytes(Wtf8.encode(text));
    }
  }

  /** Whether the bytes packed since {@code from} end with {@code tail}. */
  boolean endsWith(int from, byte[] tail) {
    int start = end - tail.length;
    return start >= from && Arrays.equals(bytes, start, end, tail, 0, tail.length);
  }

  /** Whether the bytes at {@code from}, which have been packed, are {@code text}, in ASCII. */
  boolean holds(int from, String text) {
    int length = text.length();
    if (length > end - from) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void reserve(int more) {
    if (bytes.length - end < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + more));
    }
  }
}
