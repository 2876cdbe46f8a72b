package io.atomstreams.pipelines.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: a whole number of at most nine digits and a unit, one of {@code
 * ms}, {@code s}, {@code m}, {@code h}, {@code d} (24 hours). Never negative.
 */
public final class DurationText {

  /** What to tell somebody who wrote something else. */
  public static final String RULE = "a duration such as 90s, 1h, 30d";

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

  private static final Map<String, ChronoUnit> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", ChronoUnit.DAYS);
    UNITS.put("h", ChronoUnit.HOURS);
    UNITS.put("m", ChronoUnit.MINUTES);
    UNITS.put("s", ChronoUnit.SECONDS);
    UNITS.put("ms", ChronoUnit.MILLIS);
  }

  private DurationText() {}

  public static Optional<Duration> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2))))
        : Optional.empty();
  }

  /** The shortest text that {@link #parse} reads as this duration, to the millisecond. */
  public static String format(Duration duration) {
    long ms = duration.toMillis();
    for (Map.Entry<String, ChronoUnit> unit : UNITS.entrySet()) {
      long size = unit.getValue().getDuration().toMillis();
      if (ms != 0 && ms % size == 0) {
        return ms / size + unit.getKey();
      }
    }
    return ms + "ms";
  }
}
