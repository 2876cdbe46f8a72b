package io.atomstreams.operators.feature;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The slow obvious version of every aggregation: a formula over the plain list of events. */
final class NaiveAggregations {

  private static final double DAY = 86_400_000;

  /** One event as an aggregation sees it. */
  record Point(long ts, long value) {}

  /** A value of some events, in any order, as of an instant. */
  interface Formula {
    double of(List<Point> points, long asOf, Map<String, Long> options);
  }

  static final Map<String, Formula> BY_NAME =
      Map.ofEntries(
          formula("count", (points, asOf, o) -> points.size()),
          formula("sum", (points, asOf, o) -> values(points).sum()),
          formula(
              "mean",
              (points, asOf, o) ->
                  points.isEmpty() ? Double.NaN : (double) values(points).sum() / points.size()),
          formula("variance", (points, asOf, o) -> variance(points)),
          formula("deviation", (points, asOf, o) -> Math.sqrt(variance(points))),
          formula(
              "min",
              (points, asOf, o) -> points.isEmpty() ? Double.NaN : values(points).min().orElse(0)),
          formula(
              "max",
              (points, asOf, o) -> points.isEmpty() ? Double.NaN : values(points).max().orElse(0)),
          formula("first", (points, asOf, o) -> nth(points, 0)),
          formula("last", (points, asOf, o) -> nth(points, points.size() - 1)),
          formula("nth_last", (points, asOf, o) -> nth(points, points.size() - 1 - o.get("back"))),
          formula("rising", (points, asOf, o) -> rising(points, o.get("last"))),
          formula("quantile", (points, asOf, o) -> quantile(points, o.get("percent"))),
          formula("decayed_sum", (points, asOf, o) -> decayed(points, asOf, o.get("half_life"))),
          formula("distinct", (points, asOf, o) -> distinct(points, o.get("most"))),
          formula(
              "top_share",
              (points, asOf, o) -> topShare(sampled(points, o.get("most")), o.get("k"))),
          formula(
              "nth_share",
              (points, asOf, o) -> nthShare(sampled(points, o.get("most")), o.get("rank"))),
          formula(
              "last_share", (points, asOf, o) -> lastShare(points, sampled(points, o.get("most")))),
          formula(
              "last_rank", (points, asOf, o) -> lastRank(points, sampled(points, o.get("most")))),
          formula("entropy", (points, asOf, o) -> entropy(sampled(points, o.get("most")))),
          formula("gap_mean", (points, asOf, o) -> gapMean(gaps(latest(points, o)))),
          formula("gap_variation", (points, asOf, o) -> gapVariation(gaps(latest(points, o)))),
          formula(
              "since_first",
              (points, asOf, o) ->
                  points.isEmpty() ? Double.NaN : (asOf - sorted(points).get(0).ts()) / DAY),
          formula("since_last", (points, asOf, o) -> since(latest(points, o), 1, asOf)),
          formula("since_previous", (points, asOf, o) -> since(latest(points, o), 2, asOf)),
          formula("sessions", (points, asOf, o) -> sessions(points, o.get("gap"))),
          formula("streak", (points, asOf, o) -> streak(points, asOf, o.get("period"))),
          formula("hour_fit", (points, asOf, o) -> hourFit(points, asOf)));

  /**
   * How far an aggregation may lie from its formula, as a share of what the formula gives over the
   * magnitudes of the values.
   */
  static double tolerance(String name) {
    return switch (name) {
      case "quantile" -> 1 / 64.0 + 1e-12;
      case "decayed_sum" -> Math.pow(2, 1 / 32.0) - 1 + 1e-9;
      case "gap_variation", "variance", "deviation", "entropy" -> 1e-12;
      default -> 0;
    };
  }

  private static Map.Entry<String, Formula> formula(String name, Formula formula) {
    return Map.entry(name, formula);
  }

  private NaiveAggregations() {}

  private static LongStream values(List<Point> points) {
    return points.stream().mapToLong(Point::value);
  }

  private static long[] latest(List<Point> points, Map<String, Long> options) {
    return points.stream()
        .mapToLong(Point::ts)
        .sorted()
        .skip(Math.max(0, points.size() - options.get("last")))
        .toArray();
  }

  private static long[] gaps(long[] times) {
    long[] gaps = new long[Math.max(0, times.length - 1)];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = times[i + 1] - times[i];
    }
    return gaps;
  }

  private static double gapMean(long[] gaps) {
    return gaps.length == 0 ? Double.NaN : LongStream.of(gaps).sum() / DAY / gaps.length;
  }

  private static double gapVariation(long[] gaps) {
    long sum = LongStream.of(gaps).sum();
    if (gaps.length < 2 || sum == 0) {
      return Double.NaN;
    }
    double mean = (double) sum / gaps.length;
    double variance =
        LongStream.of(gaps).mapToDouble(gap -> Math.pow(gap - mean, 2)).sum() / (gaps.length - 1);
    return Math.sqrt(variance) / mean;
  }

  private static double since(long[] times, int back, long asOf) {
    return times.length < back ? Double.NaN : (asOf - times[times.length - back]) / DAY;
  }

  private static double sessions(List<Point> points, long gap) {
    if (points.isEmpty()) {
      return 0;
    }
    long[] times = points.stream().mapToLong(Point::ts).sorted().toArray();
    return 1 + LongStream.of(gaps(times)).filter(silence -> silence > gap).count();
  }

  private static List<Point> sorted(List<Point> points) {
    return points.stream()
        .sorted(Comparator.comparingLong(Point::ts).thenComparingLong(Point::value))
        .toList();
  }

  private static double nth(List<Point> points, long at) {
    return at < 0 || points.isEmpty() ? Double.NaN : sorted(points).get((int) at).value();
  }

  private static double rising(List<Point> points, long last) {
    List<Point> sorted = sorted(points);
    List<Point> latest = sorted.subList((int) Math.max(0, sorted.size() - last), sorted.size());
    int rises = 0;
    for (int i = 1; i < latest.size(); i++) {
      rises = latest.get(i).value() > latest.get(i - 1).value() ? rises + 1 : 0;
    }
    return rises;
  }

  private static double variance(List<Point> points) {
    if (points.size() < 2) {
      return Double.NaN;
    }
    BigDecimal n = BigDecimal.valueOf(points.size());
    BigDecimal sum = BigDecimal.ZERO;
    for (Point point : points) {
      sum = sum.add(BigDecimal.valueOf(moderate(point.value())));
    }
    BigDecimal mean = sum.divide(n, MathContext.DECIMAL128);
    BigDecimal squares = BigDecimal.ZERO;
    for (Point point : points) {
      squares = squares.add(BigDecimal.valueOf(moderate(point.value())).subtract(mean).pow(2));
    }
    return squares.divide(n.subtract(BigDecimal.ONE), MathContext.DECIMAL128).doubleValue();
  }

  private static long moderate(long value) {
    return Math.max(-(1L << 53), Math.min(1L << 53, value));
  }

  private static double quantile(List<Point> points, long percent) {
    if (points.isEmpty()) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(points.size() * percent / 100.0 - 1e-9);
    return values(points).sorted().toArray()[rank - 1];
  }

  private static double decayed(List<Point> points, long asOf, long halfLife) {
    return points.stream()
        .mapToDouble(
            p -> moderate(p.value()) * Math.pow(2, -Math.max(0, asOf - p.ts()) / (double) halfLife))
        .sum();
  }

  /** Values with how often they come, without those beyond the {@code most} least hashes. */
  private static Map<Long, Long> sampled(List<Point> points, long most) {
    Map<Long, Long> byHash =
        points.stream()
            .collect(
                Collectors.groupingBy(
                    p -> new SplittableRandom(p.value()).nextLong(),
                    TreeMap::new,
                    Collectors.counting()));
    return byHash.entrySet().stream()
        .limit(most)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static double distinct(List<Point> points, long most) {
    Map<Long, Long> sample = sampled(points, most);
    if (sample.size() < most) {
      return sample.size();
    }
    long greatest = sample.keySet().stream().max(Long::compare).orElseThrow();
    return (most - 1) / ((greatest + 0x1p63 + 1) / 0x1p64);
  }

  private static double topShare(Map<Long, Long> counts, long k) {
    double all = counts.values().stream().mapToLong(Long::longValue).sum();
    long top =
        counts.values().stream()
            .sorted(Comparator.reverseOrder())
            .limit(k)
            .mapToLong(Long::longValue)
            .sum();
    return all == 0 ? Double.NaN : top / all;
  }

  private static double nthShare(Map<Long, Long> counts, long rank) {
    double without = rank == 1 ? 0 : topShare(counts, rank - 1);
    double all = counts.values().stream().mapToLong(Long::longValue).sum();
    return all == 0 ? Double.NaN : Math.round((topShare(counts, rank) - without) * all) / all;
  }

  /** How often the latest value comes; {@code null} if it is not in the sample. */
  private static Long ofLatest(List<Point> points, Map<Long, Long> counts) {
    return points.isEmpty()
        ? null
        : counts.get(new SplittableRandom(latestValue(points)).nextLong());
  }

  private static long latestValue(List<Point> points) {
    return sorted(points).get(points.size() - 1).value();
  }

  private static double lastShare(List<Point> points, Map<Long, Long> counts) {
    double all = counts.values().stream().mapToLong(Long::longValue).sum();
    Long count = ofLatest(points, counts);
    return count == null ? Double.NaN : count / all;
  }

  private static double lastRank(List<Point> points, Map<Long, Long> counts) {
    Long count = ofLatest(points, counts);
    return count == null
        ? Double.NaN
        : 1 + counts.values().stream().filter(other -> other > count).count();
  }

  private static double entropy(Map<Long, Long> counts) {
    double all = counts.values().stream().mapToLong(Long::longValue).sum();
    return all == 0
        ? Double.NaN
        : counts.values().stream().mapToDouble(n -> n / all * Math.log(all / n)).sum()
            / Math.log(2);
  }

  private static double streak(List<Point> points, long asOf, long period) {
    Set<Long> periods =
        points.stream().map(p -> Math.floorDiv(p.ts(), period)).collect(Collectors.toSet());
    long at = Math.floorDiv(asOf, period);
    at = periods.contains(at) ? at : at - 1;
    int streak = 0;
    while (streak < Calendar.Streak.MOST_PERIODS && periods.contains(at - streak)) {
      streak++;
    }
    return streak;
  }

  private static double hourFit(List<Point> points, long asOf) {
    int now = hour(asOf);
    double near =
        points.stream()
            .filter(p -> List.of(0, 1, 23).contains((hour(p.ts()) - now + 24) % 24))
            .count();
    return points.isEmpty() ? Double.NaN : near / points.size();
  }

  private static int hour(long ts) {
    return Instant.ofEpochMilli(ts).atZone(ZoneOffset.UTC).getHour();
  }
}
