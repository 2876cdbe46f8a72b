package io.atomstreams.operators.feature;

import java.time.Duration;

/**
 * How finely time is sliced for windows up to a given length. A slice of one tier lies wholly
 * inside one slice of the next.
 *
 * <p>A window of length W in a tier of width w holds every event since the last slice boundary at
 * or before {@code now - W}: it reaches back at least W and less than W + w.
 */
enum Tier {
  TEN_SECONDS(0, Duration.ofSeconds(10), Duration.ofMinutes(10)),
  FIVE_MINUTES(1, Duration.ofMinutes(5), Duration.ofHours(1)),
  HOUR(2, Duration.ofHours(1), Duration.ofDays(1)),
  QUARTER_DAY(3, Duration.ofHours(6), Duration.ofDays(7)),
  DAY(4, Duration.ofDays(1), Duration.ofDays(365));

  static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
  static final Duration LONGEST_WINDOW = DAY.upTo;

  private static final Tier[] ALL = values();

  private final int code;
  private final long width;
  private final Duration upTo;

  Tier(int code, Duration width, Duration upTo) {
    this.code = code;
    this.width = width.toMillis();
    this.upTo = upTo;
  }

  /** Length of a slice, ms. */
  long width() {
    return width;
  }

  /** First instant of the slice that holds {@code ts}. */
  long start(long ts) {
    return number(ts) * width;
  }

  /** How many widths {@code ts} lies after the epoch, rounded down. */
  long number(long ts) {
    // Division by a constant is a multiplication; by a field it is a division, ten times as slow.
    return switch (code) {
      case 0 -> Math.floorDiv(ts, 10_000L);
      case 1 -> Math.floorDiv(ts, 300_000L);
      case 2 -> Math.floorDiv(ts, 3_600_000L);
      case 3 -> Math.floorDiv(ts, 21_600_000L);
      case 4 -> Math.floorDiv(ts, 86_400_000L);
      default -> throw new IllegalStateException("no width for tier " + code);
    };
  }

  /** The tier's number in state: for ever, and greater the coarser the tier. */
  int code() {
    return code;
  }

  static Tier ofCode(int code) {
    return ALL[code];
  }

  /** As {@code 90d}, {@code 6h}, {@code 10s}: in the largest unit that goes. */
  static String text(Duration duration) {
    if (!duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()))) {
      return duration.toDays() + "d";
    }
    if (!duration.isZero() && duration.equals(Duration.ofHours(duration.toHours()))) {
      return duration.toHours() + "h";
    }
    if (!duration.isZero() && duration.equals(Duration.ofMinutes(duration.toMinutes()))) {
      return duration.toMinutes() + "m";
    }
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  static Tier forWindow(Duration window) {
    if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "window is %s, must be %s to %s"
              .formatted(text(window), text(SHORTEST_WINDOW), text(LONGEST_WINDOW)));
    }
    Tier finest = window.compareTo(TEN_SECONDS.upTo) <= 0 ? TEN_SECONDS : FIVE_MINUTES;
    if (window.toMillis() % finest.width != 0) {
      throw new IllegalArgumentException(
          "window is %s, must be a multiple of %s"
              .formatted(text(window), text(Duration.ofMillis(finest.width))));
    }
    for (Tier tier : ALL) {
      if (window.compareTo(tier.upTo) <= 0) {
        return tier;
      }
    }
    throw new IllegalStateException("no tier for " + window);
  }
}
