package io.atomstreams.pipelines.report.html;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Numbers and times as people read them: the same in every locale, times in UTC. */
public final class Numerals {

  private static final String NONE = "–";
  private static final String[] UNITS = {"", "k", "M", "G", "T"};

  private Numerals() {}

  /** A whole number with commas between thousands. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** So many things: {@code 1 drift}, {@code 2 drifts}. */
  public static String of(long count, String thing) {
    return count(count) + " " + thing + (count == 1 ? "" : "s");
  }

  /** With so many digits behind the point, or a dash for what is not finite. */
  public static String fixed(double value, int digits) {
    return Double.isFinite(value)
        ? unsigned(String.format(Locale.ROOT, "%,." + digits + "f", value))
        : NONE;
  }

  /** Nothing is written as minus nothing. */
  private static String unsigned(String text) {
    return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
  }

  /** A share as per cent: {@code 0.0123} is {@code 1.2 %}. */
  public static String percent(double share) {
    if (!Double.isFinite(share)) {
      return NONE;
    }
    double percent = 100 * share;
    if (percent > 0 && percent < 0.001) {
      return "< 0.001 %";
    }
    int digits = percent == Math.rint(percent) ? 0 : percent < 0.1 ? 3 : percent < 10 ? 1 : 0;
    return fixed(percent, digits) + " %";
  }

  /** Three significant digits, thousands and above with a letter: {@code 12.3k}. */
  public static String brief(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double rest = Math.abs(value);
    int unit = 0;
    while (rest >= 999.5 && unit < UNITS.length - 1) {
      rest /= 1000;
      unit++;
    }
    int digits = rest >= 99.95 ? 0 : rest >= 9.995 ? 1 : rest >= 0.9995 || rest == 0 ? 2 : 3;
    if (rest > 0 && rest < 0.0995) {
      digits = (int) Math.min(9, 2 - Math.floor(Math.log10(rest)));
    }
    String text = trimmed(fixed(rest, digits)) + UNITS[unit];
    return value < 0 && !text.equals("0") ? "-" + text : text;
  }

  private static String trimmed(String text) {
    return text.indexOf('.') < 0 ? text : text.replaceAll("\\.?0+$", "");
  }

  /** A size in bytes. */
  public static String bytes(long bytes) {
    return bytes < 1024 ? bytes + " B" : fixed(bytes / 1024.0, 0) + " KiB";
  }

  /** A span in the unit that suits it. */
  public static String span(double millis) {
    double[] lengths = {86_400_000, 3_600_000, 60_000, 1000};
    String[] names = {" d", " h", " min", " s"};
    for (int i = 0; i < lengths.length; i++) {
      if (millis >= lengths[i]) {
        return trimmed(fixed(millis / lengths[i], 1)) + names[i];
      }
    }
    return Double.isFinite(millis) ? trimmed(fixed(millis, 1)) + " ms" : NONE;
  }

  /** A date and a time of day, to the minute. */
  public static String time(long millis) {
    LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02d %02d:%02d",
        time.getYear(),
        time.getMonthValue(),
        time.getDayOfMonth(),
        time.getHour(),
        time.getMinute());
  }
}
