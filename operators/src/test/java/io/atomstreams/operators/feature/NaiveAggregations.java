package io.atomstreams.operators.feature;

import java.util.List;
import java.util.Map;
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
      Map.of(
          "count", (points, asOf, o) -> points.size(),
          "sum", (points, asOf, o) -> values(points).sum(),
          "mean",
              (points, asOf, o) ->
                  points.isEmpty() ? Double.NaN : (double) values(points).sum() / points.size(),
          "min",
              (points, asOf, o) -> points.isEmpty() ? Double.NaN : values(points).min().orElse(0),
          "max",
              (points, asOf, o) -> points.isEmpty() ? Double.NaN : values(points).max().orElse(0),
          "gap_mean", (points, asOf, o) -> gapMean(gaps(latest(points, o))),
          "gap_variation", (points, asOf, o) -> gapVariation(gaps(latest(points, o))),
          "since_last", (points, asOf, o) -> since(latest(points, o), 1, asOf),
          "since_previous", (points, asOf, o) -> since(latest(points, o), 2, asOf),
          "sessions", (points, asOf, o) -> sessions(points, o.get("gap")));

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
}
