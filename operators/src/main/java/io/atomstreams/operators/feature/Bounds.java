package io.atomstreams.operators.feature;

/** The ranges of an aggregation's options and values. */
final class Bounds {

  private Bounds() {}

  /** The value, if it is in its range. */
  static int check(String option, long value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, must be %d to %d".formatted(option, value, least, most));
    }
    return (int) value;
  }

  /** The duration in milliseconds, if it is in its range and a whole number of seconds. */
  static long checkMillis(String option, long millis, long least, long most) {
    if (millis < least || millis > most || millis % 1000 != 0) {
      throw new IllegalArgumentException(
          "%s is %d ms, must be whole seconds from %d to %d s"
              .formatted(option, millis, least / 1000, most / 1000));
    }
    return millis;
  }

  /** The value, brought to at most 2^53 of either sign, so that sums of many do not overflow. */
  static long moderate(long value) {
    return Math.max(-(1L << 53), Math.min(1L << 53, value));
  }
}
