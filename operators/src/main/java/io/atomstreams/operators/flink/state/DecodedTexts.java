package io.atomstreams.operators.flink.state;

import java.util.Arrays;

/**
 * Texts that were read lately, by their bytes: a table in which the later text displaces the
 * earlier one of its slot. Texts of more than {@value #LONGEST} bytes are not kept, so that the
 * table stays below 256 KiB.
 *
 * <p>A hit costs a comparison of the bytes and allocates nothing; a miss costs a copy of them more
 * than no table.
 */
final class DecodedTexts {

  /** How many bytes must lie before the end of a text, its own or others. */
  static final int AHEAD = Long.BYTES;

  static final int LONGEST = 64;

  private static final int SLOT_BITS = 10;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final long[] tails = new long[SLOTS];
  private final byte[][] encoded = new byte[SLOTS][];
  private final String[] texts = new String[SLOTS];

  /**
   * Returns the text that stands in bytes, as {@link Wtf8}.
   *
   * @param to the text's end, at least {@link #AHEAD}
   */
  String find(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length > LONGEST) {
      return Wtf8.decode(bytes, from, length);
    }
    long tail = tail(bytes, to, length);
    int slot = (int) (((tail + length) * GOLDEN_RATIO) >>> (Long.SIZE - SLOT_BITS));
    if (tails[slot] != tail || !isSame(encoded[slot], bytes, from, to)) {
      tails[slot] = tail;
      encoded[slot] = Arrays.copyOfRange(bytes, from, to);
      texts[slot] = Wtf8.decode(bytes, from, length);
    }
    return texts[slot];
  }

  /** Whether a slot holds the bytes, given that its last eight are theirs. */
  private static boolean isSame(byte[] slot, byte[] bytes, int from, int to) {
    return slot != null
        && slot.length == to - from
        && (slot.length <= Long.BYTES || Arrays.equals(slot, 0, slot.length, bytes, from, to));
  }

  /** The last bytes, at most eight: labels that differ mostly differ there or in their length. */
  private static long tail(byte[] bytes, int to, int length) {
    long last = (long) PackedOutput.LONG.get(bytes, to - Long.BYTES);
    return length >= Long.BYTES ? last : last & ((1L << (Byte.SIZE * length)) - 1);
  }
}
