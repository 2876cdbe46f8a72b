package io.atomstreams.operators.validation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings met again and again: tenants, types, devices. A repeated text costs a comparison and no
 * memory, and the string's own hash code is already known. Each text has one place, which it takes
 * from whatever stood there; texts of more than {@value #MAX_LENGTH} bytes are not kept.
 *
 * <p>Safe for concurrent use without a lock: entries never change, so a race costs a miss at worst.
 */
final class TextCache {

  static final int MAX_LENGTH = 64;

  private static final int PLACES = 512;

  private record Entry(byte[] bytes, String text) {}

  private final Entry[] entries = new Entry[PLACES];

  /** The ASCII text at {@code from}. */
  String get(byte[] json, int from, int length) {
    if (length > MAX_LENGTH) {
      return new String(json, from, length, StandardCharsets.ISO_8859_1);
    }
    int place = place(json, from, length);
    Entry entry = entries[place];
    if (entry == null
        || !Arrays.equals(entry.bytes, 0, entry.bytes.length, json, from, from + length)) {
      entry =
          new Entry(
              Arrays.copyOfRange(json, from, from + length),
              new String(json, from, length, StandardCharsets.ISO_8859_1));
      entries[place] = entry;
    }
    return entry.text;
  }

  private static int place(byte[] json, int from, int length) {
    long head = PlainBytes.head(json, from, length);
    long tail = length < Long.BYTES ? 0 : PlainBytes.word(json, from + length - Long.BYTES);
    return PlainBytes.spread((head * 31 + tail) * 31 + length) & (PLACES - 1);
  }
}
