package io.atomstreams.operators.feature;

import java.io.Serializable;
import java.util.HashMap;
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

    /** Chooses the aggregation; what {@code given} does not name keeps its default. */
    public Choice with(Map<String, Long> given) {
      for (String name : given.keySet()) {
        if (!options.containsKey(name)) {
          throw new IllegalArgumentException(
              "%s has no option '%s'; its options are %s".formatted(this.name, name, options));
        }
      }
      Map<String, Long> all = new HashMap<>(options);
      all.putAll(given);
      return new Choice(name, summary, Map.copyOf(all), make.apply(all));
    }
  }

  /**
   * An aggregation with its options, as a feature declares it.
   *
   * @param name of its entry in the list
   * @param summary what it computes, with its unit
   * @param options all of them; durations in ms
   */
  public record Choice(
      String name, String summary, Map<String, Long> options, Aggregation<?> aggregation)
      implements Serializable {}

  private static final Map<String, Long> NONE = Map.of();
  private static final Map<String, Long> LAST = Map.of("last", 16L);
  private static final Map<String, Long> MOST = Map.of("most", 64L);

  public static final List<Entry> ALL =
      List.of(
          new Entry("count", "number of events", NONE, o -> new Tally.Count()),
          new Entry("sum", "sum of the value, its unit", NONE, o -> new Tally.Sum()),
          new Entry("mean", "mean of the value, its unit", NONE, o -> new Tally.Mean()),
          new Entry(
              "variance",
              "sample variance of the value, its unit squared",
              NONE,
              o -> new Moments.Variance()),
          new Entry(
              "deviation",
              "sample standard deviation of the value, its unit",
              NONE,
              o -> new Moments.Deviation()),
          new Entry("min", "least value, its unit", NONE, o -> new Extremes.Min()),
          new Entry("max", "greatest value, its unit", NONE, o -> new Extremes.Max()),
          new Entry("first", "value of the earliest event", NONE, o -> new Ends.First()),
          new Entry("last", "value of the latest event", NONE, o -> new Ends.Last()),
          new Entry(
              "nth_last",
              "value of the event so many before the latest",
              Map.of("last", 16L, "back", 1L),
              o -> new LatestValues.Nth(o.get("last"), o.get("back"))),
          new Entry(
              "rising",
              "latest events in a row whose value grew",
              LAST,
              o -> new LatestValues.Rising(o.get("last"))),
          new Entry(
              "quantile",
              "nearest-rank quantile of the value, within 1.6 %, its unit",
              Map.of("percent", 50L),
              o -> new Quantiles.Quantile(o.get("percent"))),
          new Entry(
              "decayed_sum",
              "sum of the value, halved every half_life since its event; weights within 2.2 %",
              Map.of("half_life", 86_400_000L),
              o -> new DecayedSum(o.get("half_life"))),
          new Entry(
              "distinct",
              "number of different values; exact below most, then by k minimum values",
              MOST,
              o -> new Categories.Distinct(o.get("most"))),
          new Entry(
              "top_share",
              "share of the events with one of the k most frequent values, 0 to 1",
              Map.of("most", 64L, "k", 1L),
              o -> new Categories.TopShare(o.get("most"), o.get("k"))),
          new Entry(
              "nth_share",
              "share of the events with the value of this rank by frequency, 0 to 1",
              Map.of("most", 64L, "rank", 2L),
              o -> new Categories.NthShare(o.get("most"), o.get("rank"))),
          new Entry(
              "last_share",
              "share of the events with the latest event's value, 0 to 1",
              MOST,
              o -> new LatestCategory.Share(o.get("most"))),
          new Entry(
              "last_rank",
              "rank of the latest event's value by frequency, 1 the most frequent",
              MOST,
              o -> new LatestCategory.Rank(o.get("most"))),
          new Entry(
              "entropy",
              "how evenly the events spread over the values, bits",
              MOST,
              o -> new Categories.Entropy(o.get("most"))),
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
              "since_first", "days since the earliest event", NONE, o -> new Ends.SinceFirst()),
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
              o -> new Sessions.Count(o.get("gap"))),
          new Entry(
              "streak",
              "periods in a row, up to now, that had an event",
              Map.of("period", 86_400_000L),
              o -> new Calendar.Streak(o.get("period"))),
          new Entry(
              "hour_fit",
              "share of the events at this hour of day or one beside it (UTC), 0 to 1",
              NONE,
              o -> new Calendar.HourFit()));

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
    Map<String, Long> options = optionsOf(form);
    return ALL.stream()
        .filter(entry -> entry.options().keySet().containsAll(options.keySet()))
        .<Aggregation<?>>map(entry -> entry.with(options).aggregation())
        .filter(aggregation -> aggregation.form().equals(form))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no aggregation writes the form " + form));
  }

  /** What stands between the brackets of {@code name(option=value)}. */
  private static Map<String, Long> optionsOf(String form) {
    int bracket = form.indexOf('(');
    if (bracket < 0) {
      return Map.of();
    }
    int equals = form.indexOf('=', bracket);
    if (equals < 0 || !form.endsWith(")")) {
      throw new IllegalArgumentException("'" + form + "' is not the form of an aggregation");
    }
    long value = Long.parseLong(form.substring(equals + 1, form.length() - 1));
    return Map.of(form.substring(bracket + 1, equals), value);
  }

  private static int last(Map<String, Long> options) {
    return Math.toIntExact(options.get("last"));
  }
}
