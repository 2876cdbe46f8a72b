package io.atomstreams.pipelines.mapping;

import io.atomstreams.pipelines.config.Section;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/**
 * Reads event time: {@code format} is {@code epoch_millis}, {@code epoch_seconds}, {@code iso}
 * (with an offset or Z) or a pattern of {@link DateTimeFormatter} with date and time of day, meant
 * in {@code zone}. A local time that a change of clocks skips is moved forward by the gap, one that
 * it repeats is the earlier.
 */
final class EventTime {

  private final String field;
  private final String format;
  private final ZoneId zone;
  private final DateTimeFormatter pattern;

  private EventTime(String field, String format, ZoneId zone, DateTimeFormatter pattern) {
    this.field = field;
    this.format = format;
    this.zone = zone;
    this.pattern = pattern;
  }

  static EventTime read(Section time) {
    String field = time.string("field");
    String format = time.string("format");
    String zone = time.string("zone", "UTC");
    ZoneId zoneId = ZoneOffset.UTC;
    try {
      zoneId = ZoneId.of(zone);
    } catch (DateTimeException e) {
      time.problem("zone", "is '" + zone + "', must be a time zone such as Europe/London");
    }
    DateTimeFormatter pattern = null;
    try {
      // strict: the 30th of February is an error and not the 28th; 'u' is the year strict asks for
      pattern =
          switch (format) {
            case "epoch_millis", "epoch_seconds", "iso" -> null;
            default ->
                DateTimeFormatter.ofPattern(format.replace("yyyy", "uuuu"), Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
          };
    } catch (IllegalArgumentException e) {
      time.problem(
          "format",
          "is '" + format + "', must be epoch_millis, epoch_seconds, iso or a date pattern");
    }
    return new EventTime(field, format, zoneId, pattern);
  }

  String field() {
    return field;
  }

  /** Milliseconds of the epoch. */
  long of(Row row) throws Unmappable {
    String text = row.value(field);
    try {
      return switch (format) {
        case "epoch_millis" -> Instant.ofEpochMilli(Long.parseLong(text)).toEpochMilli();
        case "epoch_seconds" -> Instant.ofEpochSecond(Long.parseLong(text)).toEpochMilli();
        case "iso" -> OffsetDateTime.parse(text).toInstant().toEpochMilli();
        default -> LocalDateTime.parse(text, pattern).atZone(zone).toInstant().toEpochMilli();
      };
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      throw new Unmappable(
          "not_a_time", field + " is '" + text + "', must be a time written as " + format);
    }
  }
}
