package io.atomstreams.pipelines.bench;

import io.atomstreams.pipelines.bench.Bench.Round;
import io.atomstreams.pipelines.connector.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * What the rounds came to. Jobs run in turn, so that a drift of the machine's speed meets all of
 * them; a ratio is taken within each turn, and the median of the turns is given.
 */
public final class BenchReport {

  private final List<Round> copies = new ArrayList<>();
  private final List<Round> passThroughs = new ArrayList<>();
  private final List<Round> scorings = new ArrayList<>();
  private double outputBytes;
  private long predictions;
  private long deadLetters;

  private BenchReport() {}

  /**
   * Runs every job twice to warm up and then {@code rounds} turns. In a job's first two runs the
   * compiler takes up to a fifth of the machine.
   */
  public static BenchReport measure(
      Bench bench, boolean scoring, long events, int rounds, Consumer<String> news) {
    BenchReport report = new BenchReport();
    OutputProfile.Meter[] meter = new OutputProfile.Meter[1];
    news.accept("warm-up: scoring, whose output the pass-through imitates");
    bench.scoring(meter);
    OutputProfile profile = meter[0].profile(events);
    report.outputBytes = profile.bytesPerInput();
    report.predictions = meter[0].count(Topic.PREDICTIONS);
    report.deadLetters = meter[0].count(Topic.DEAD_LETTERS);
    if (report.deadLetters > 0) {
      throw new IllegalStateException(
          "%,d of the bench's own events became dead letters: its figures would mean nothing"
              .formatted(report.deadLetters));
    }
    news.accept("warm-up: all three again");
    bench.passThrough(OutputProfile.copy());
    bench.passThrough(profile);
    if (scoring) {
      bench.scoring(null);
    }
    bench.passThrough(profile);
    for (int turn = 1; turn <= rounds; turn++) {
      report.copies.add(told(news, turn, "copy", bench.passThrough(OutputProfile.copy())));
      report.passThroughs.add(told(news, turn, "pass-through", bench.passThrough(profile)));
      if (scoring) {
        report.scorings.add(told(news, turn, "scoring", bench.scoring(null)));
      }
    }
    return report;
  }

  private static Round told(Consumer<String> news, int turn, String job, Round round) {
    news.accept("turn " + turn + ": " + line(job, round.eventsPerSecond(), round));
    return round;
  }

  private static String line(String job, double eventsPerSecond, Round round) {
    return String.format(
        Locale.ROOT,
        "%-13s %,9.0f events/s   %6.1f MB/s   %5.2f µs CPU an event",
        job,
        eventsPerSecond,
        eventsPerSecond * BenchEvents.BYTES / 1e6,
        round.cpuMicrosPerEvent());
  }

  /** The medians, in words. */
  public List<String> sentences() {
    List<String> lines = new ArrayList<>();
    values()
        .forEach(
            (name, value) -> lines.add(String.format(Locale.ROOT, "%-34s %,.3f", name, value)));
    return lines;
  }

  /** The medians by name; {@code ratio} is the subject's to what it is held against. */
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    describe(values, "copy", copies);
    describe(values, "passthrough", passThroughs);
    if (scorings.isEmpty()) {
      values.put("ratio", ratio(passThroughs, copies, Round::eventsPerSecond));
      return values;
    }
    describe(values, "scoring", scorings);
    values.put("outputBytesPerEvent", outputBytes);
    values.put("predictions", (double) predictions);
    values.put("ratioToCopy", ratio(scorings, copies, Round::eventsPerSecond));
    values.put("cpuRatio", ratio(passThroughs, scorings, Round::cpuMicrosPerEvent));
    values.put("ratio", ratio(scorings, passThroughs, Round::eventsPerSecond));
    return values;
  }

  private static void describe(Map<String, Double> values, String job, List<Round> rounds) {
    values.put(job + "EventsPerSecond", median(rounds, Round::eventsPerSecond));
    values.put(job + "MegabytesPerSecond", median(rounds, Round::megabytesPerSecond));
    values.put(job + "CpuMicrosPerEvent", median(rounds, Round::cpuMicrosPerEvent));
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return median(rounds.stream().mapToDouble(figure).toArray());
  }

  private static double ratio(List<Round> of, List<Round> to, ToDoubleFunction<Round> figure) {
    double[] ratios = new double[of.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(of.get(i)) / figure.applyAsDouble(to.get(i));
    }
    return median(ratios);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }
}
