package io.atomstreams.operators.validation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Text looked at eight bytes at a time, as one little-endian number. Past the end of the array all
 * bytes are 0. About 1 ns for eight bytes.
 */
final class PlainBytes {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long BLANKS = ' ' * ONES;

  private PlainBytes() {}

  static long word(byte[] bytes, int at) {
    return at <= bytes.length - Long.BYTES ? (long) WORDS.get(bytes, at) : lastWord(bytes, at);
  }

  private static long lastWord(byte[] bytes, int at) {
    int full = bytes.length - Long.BYTES;
    if (full >= 0 && at < bytes.length) {
      return (long) WORDS.get(bytes, full) >>> ((at - full) * Byte.SIZE);
    }
    long word = 0;
    for (int i = bytes.length - 1; i >= at; i--) {
      word = (word << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return word;
  }

  /** The first eight bytes of a text, or all of a shorter one. */
  static long head(byte[] bytes, int from, int length) {
    return word(bytes, from) & bits(length);
  }

  /** All bits of the first {@code length} bytes of a word, of none below 1, of all above 7. */
  static long bits(int length) {
    return length >= Long.BYTES ? -1 : length <= 0 ? 0 : ~(-1L << (length * Byte.SIZE));
  }

  /** A hash of 16 bits, each depending on every lower bit of the word. */
  static int spread(long word) {
    return (int) ((word * 0x9E3779B97F4A7C15L) >>> 48);
  }

  /**
   * Where the printable ASCII of a JSON string ends: the index of the first byte that is a quote, a
   * backslash, a control character or no ASCII, or the array's length.
   */
  static int endOfText(byte[] json, int from) {
    int at = from;
    while (true) {
      long word = word(json, at);
      // A subtraction sets the top bit of a byte that was 0, and so do bytes that are no ASCII. It
      // may borrow from bytes further on, never from earlier ones: the first mark is always right.
      long ends = ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - BLANKS) | word;
      ends &= TOPS;
      if (ends != 0) {
        return Math.min(at + Long.numberOfTrailingZeros(ends) / Byte.SIZE, json.length);
      }
      at += Long.BYTES;
    }
  }
}
