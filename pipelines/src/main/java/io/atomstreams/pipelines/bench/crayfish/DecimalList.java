package io.atomstreams.pipelines.bench.crayfish;

import com.fasterxml.jackson.core.io.NumberInput;

/**
 * Decimals, each before a comma, as the floats next to them: bit for bit what {@link
 * Float#parseFloat} gives. Short plain ones, nearly all, are read here, since a parser that is
 * called for each was a third of a whole job's CPU; the others go to the parser that Jackson
 * carries (Lemire: "Number Parsing at a Gigabyte per Second", 2021).
 *
 * <p>Up to 15 digits {@code d} and a power {@code 10ˢ} are exact doubles, so {@code d / 10ˢ} is the
 * double next to the decimal (Clinger: "How to Read Floating Point Numbers Accurately", 1990).
 * Rounding it once more, to a float, is wrong only where it lies in the middle of two floats: then
 * the decimal may lie to the other side, and is left to the parser. So is what would be subnormal,
 * where the middles lie elsewhere.
 */
final class DecimalList {

  private static final int MOST_DIGITS = 15;

  /** The bits of a double that a normal float has not; in the middle of two only their first. */
  private static final long LOST = 0x1FFF_FFFFL;

  private static final long MIDDLE = 0x1000_0000L;

  private static final double[] POWERS = new double[MOST_DIGITS + 1];

  static {
    double power = 1;
    for (int i = 0; i <= MOST_DIGITS; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private DecimalList() {}

  /**
   * Reads a list.
   *
   * @param to receives the values from {@code at} on
   * @param most that are wanted
   * @return how many there are
   * @throws IllegalArgumentException if there are more, one is no finite float, or text follows the
   *     last comma
   */
  static int read(char[] text, int from, int end, float[] to, int at, int most) {
    int count = 0;
    int i = from;
    while (i < end) {
      int start = i;
      long digits = 0;
      while (i < end && isDigit(text[i])) {
        digits = 10 * digits + (text[i++] - '0');
      }
      int point = i;
      if (i > start && i < end && text[i] == '.') {
        i++;
        while (i < end && isDigit(text[i])) {
          digits = 10 * digits + (text[i++] - '0');
        }
      }
      int behindPoint = i - point - 1;
      int comma = comma(text, i, end);
      if (comma == end || count == most) {
        throw new IllegalArgumentException(
            "there is more after %d values, each before a comma".formatted(count));
      }
      boolean plain = comma == i && behindPoint > 0 && i - start - 1 <= MOST_DIGITS;
      to[at + count++] =
          plain ? value(digits, behindPoint, text, start, i) : parsed(text, start, comma);
      i = comma + 1;
    }
    return count;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int comma(char[] text, int from, int end) {
    int i = from;
    while (i < end && text[i] != ',') {
      i++;
    }
    return i;
  }

  private static float value(long digits, int behindPoint, char[] text, int start, int end) {
    double value = digits / POWERS[behindPoint];
    float rounded = (float) value;
    boolean sure =
        rounded >= Float.MIN_NORMAL && (Double.doubleToRawLongBits(value) & LOST) != MIDDLE;
    return sure || digits == 0 ? rounded : parsed(text, start, end);
  }

  private static float parsed(char[] text, int start, int end) {
    float value = NumberInput.parseFloat(text, start, end - start, true);
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "%s is no finite float".formatted(new String(text, start, end - start)));
    }
    return value;
  }
}
