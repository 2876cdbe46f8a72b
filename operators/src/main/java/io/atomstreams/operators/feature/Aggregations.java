package io.atomstreams.operators.feature;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every aggregation there is: one line each. Parsing, contract tests and docs walk this list. */
public final class Aggregations {

  /**
   * One aggregation of the list.
   *
   * @param summary what it computes, with its unit
   * @param options option names with their defaults; durations in ms
   */
  public record Entry(
      String name,
      String summary,
      Map<String, Long> options,
      Function<Map<String, Long>, Aggregation<?>> make) {

    /** Builds the aggregation; what {@code given} does not name keeps its default. */
    public Aggregation<?> with(Map<String, Long> given) {
      for (String name : given.keySet()) {
        if (!options.containsKey(name)) {
          throw new IllegalArgumentException(
              "%s has no option '%s'; its options are %s".formatted(this.name, name, options));
        }
      }
      Map<String, Long> all = new java.util.HashMap<>(options);
      all.putAll(given);
      return make.apply(all);
    }
  }

  private static final Map<String, Long> LAST = Map.of("last", 16L);

  public static final List<Entry> ALL =
      List.of(
          new Entry("count", "number of events", Map.of(), o -> new Tally.Count()),
          new Entry("sum", "sum of the value, its unit", Map.of(), o -> new Tally.Sum()),
          new Entry("mean", "mean of the value, its unit", Map.of(), o -> new Tally.Mean()),
          new Entry("min", "least value, its unit", Map.of(), o -> new Extremes.Min()),
          new Entry("max", "greatest value, its unit", Map.of(), o -> new Extremes.Max()),
          new Entry(
              "gap_mean",
              "mean gap between the latest events, days",
              LAST,
              o -> new LastTimes.GapMean(last(o))),
          new Entry(
              "gap_variation",
              "coefficient of variation of those gaps",
              LAST,
              o -> new LastTimes.GapVariation(last(o))),
          new Entry(
              "since_last",
              "days since the latest event",
              LAST,
              o -> new LastTimes.SinceLast(last(o))),
          new Entry(
              "since_previous",
              "days since the latest event but one",
              LAST,
              o -> new LastTimes.SincePrevious(last(o))),
          new Entry(
              "sessions",
              "number of sessions: activity with no silence longer than gap",
              Map.of("gap", 1_800_000L),
              o -> new Sessions.Count(o.get("gap"))));

  private Aggregations() {}

  /** Looks an aggregation up by name, or throws naming those there are. */
  public static Entry byName(String name) {
    return ALL.stream()
        .filter(e -> e.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no aggregation '%s'; there are %s"
                        .formatted(name, ALL.stream().map(Entry::name).toList())));
  }

  /** An aggregation whose accumulator has the given {@link Aggregation#form()}. */
  static Aggregation<?> ofForm(String form) {
    int bracket = form.indexOf('(');
    String name = bracket < 0 ? form : form.substring(0, bracket);
    long option =
        bracket < 0 ? 0 : Long.parseLong(form.substring(form.indexOf('=') + 1, form.length() - 1));
    return switch (name) {
      case "tally" -> new Tally.Count();
      case "extremes" -> new Extremes.Min();
      case "last_times" -> new LastTimes.GapMean((int) option);
      case "sessions" -> new Sessions.Count(option);
      default -> throw new IllegalArgumentException("no aggregation writes the form " + form);
    };
  }

  private static int last(Map<String, Long> options) {
    return Math.toIntExact(options.get("last"));
  }
}
