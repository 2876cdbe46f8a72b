package io.atomstreams.pipelines.report.plot;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Time in UTC, ms since the epoch. Ticks lie at whole units: the least step of the list that gives
 * no more than are wanted; months and years where days are too many.
 */
public record TimeScale(String title, double from, double to) implements Scale {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final List<Long> STEPS =
      List.of(
          1000L,
          5_000L,
          15_000L,
          30_000L,
          MINUTE,
          5 * MINUTE,
          15 * MINUTE,
          30 * MINUTE,
          HOUR,
          3 * HOUR,
          6 * HOUR,
          12 * HOUR,
          DAY,
          2 * DAY,
          7 * DAY,
          14 * DAY);
  private static final List<Integer> MONTHS = List.of(1, 2, 3, 6, 12, 24, 60, 120);
  private static final String[] NAMES = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  public TimeScale {
    if (!(from < to) || !Double.isFinite(to - from)) {
      throw new IllegalArgumentException(
          "%s: a scale from %s to %s; it must be finite and rise".formatted(title, from, to));
    }
  }

  /** Over all of the data; at least a second. */
  public static TimeScale around(String title, long first, long last) {
    return new TimeScale(title, first, Math.max(last, first + 1000));
  }

  @Override
  public List<Tick> ticks(int most) {
    for (long step : STEPS) {
      if ((to - from) / step <= most) {
        return even(step);
      }
    }
    int months =
        MONTHS.stream()
            .filter(each -> (to - from) / (each * 30.44 * DAY) <= most)
            .findFirst()
            .orElse(MONTHS.get(MONTHS.size() - 1));
    return monthly(months);
  }

  private List<Tick> even(long step) {
    List<Tick> ticks = new ArrayList<>();
    for (long at = (long) Math.ceil(from / step) * step; at <= to; at += step) {
      ticks.add(new Tick(at, label(at, step)));
    }
    return ticks;
  }

  private static String label(long at, long step) {
    LocalDateTime time = utc(at);
    boolean midnight = Math.floorMod(at, DAY) == 0;
    if (step >= DAY || midnight) {
      return time.getDayOfMonth() + " " + NAMES[time.getMonthValue() - 1];
    }
    return step < MINUTE
        ? String.format(
            Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond())
        : String.format(Locale.ROOT, "%02d:%02d", time.getHour(), time.getMinute());
  }

  private List<Tick> monthly(int months) {
    List<Tick> ticks = new ArrayList<>();
    LocalDateTime begin = utc((long) from);
    long month = Math.floorDiv(begin.getYear() * 12L + begin.getMonthValue() - 1, months) * months;
    for (; ; month += months) {
      LocalDateTime time =
          LocalDateTime.of(
              (int) Math.floorDiv(month, 12L), (int) Math.floorMod(month, 12L) + 1, 1, 0, 0);
      long at = time.toInstant(ZoneOffset.UTC).toEpochMilli();
      if (at > to) {
        return ticks;
      }
      if (at >= from) {
        String name = NAMES[time.getMonthValue() - 1];
        ticks.add(
            new Tick(at, time.getMonthValue() == 1 ? Integer.toString(time.getYear()) : name));
      }
    }
  }

  private static LocalDateTime utc(long millis) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }
}
