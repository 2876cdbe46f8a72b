package io.atomstreams.pipelines.bench;

import io.atomstreams.pipelines.bench.SustainedRun.Moment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What a sustained run came to: figures by name, in the order in which they are told. */
public record SustainedReport(Map<String, Double> values) {

  /** Operators that keep entities, as {@code ScoringPipeline} names them. */
  private static final List<String> OPERATORS = List.of("features", "entities");

  static SustainedReport of(Moment before, Moment after, LagSeries lag, MetricsPage metrics) {
    double seconds = (after.nanos() - before.nanos()) / 1e9;
    long done = after.done() - before.done();
    double cpu = (after.cpuNanos() - before.cpuNanos()) / 1e3 / done;
    double feed = (after.feedCpuNanos() - before.feedCpuNanos()) / 1e3 / done;
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("seconds", seconds);
    values.put("eventsPerSecond", done / seconds);
    values.put("megabytesPerSecond", done / seconds * BenchEvents.BYTES / 1e6);
    values.put(
        "fedMegabytesPerSecond",
        (after.sent() - before.sent()) / seconds * BenchEvents.BYTES / 1e6);
    values.put("feedHeldSeconds", after.held() - before.held());
    values.put("lagBegin", lag.begin());
    values.put("lagMiddle", lag.middle());
    values.put("lagEnd", lag.end());
    values.put("lagGreatest", (double) lag.greatest());
    values.put("cpuMicrosPerEvent", cpu);
    values.put("feedCpuMicrosPerEvent", feed);
    for (String operator : OPERATORS) {
      stall(values, metrics, operator, "barrier");
      stall(values, metrics, operator, "flush");
    }
    return new SustainedReport(values);
  }

  private static void stall(
      Map<String, Double> values, MetricsPage metrics, String operator, String what) {
    OptionalDouble seconds = metrics.greatest("atom_" + what + "_max_seconds", operator);
    if (seconds.isPresent()) {
      values.put(operator + "Longest" + capital(what) + "Millis", seconds.getAsDouble() * 1e3);
    }
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  SustainedReport drainedIn(double seconds) {
    Map<String, Double> more = new LinkedHashMap<>(values);
    more.put("drainSeconds", seconds);
    return new SustainedReport(more);
  }
}
