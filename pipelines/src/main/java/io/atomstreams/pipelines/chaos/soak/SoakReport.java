package io.atomstreams.pipelines.chaos.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A run under a steady load and what is to be said of it; as JSON with every sample. */
public record SoakReport(long seed, Peak peak, Course course, List<Bar> bars) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int LINES = 12;
  private static final double HARDLY_HELD = 0.05;
  private static final double MEGABYTE = 1e6;

  public SoakReport {
    bars = List.copyOf(bars);
  }

  public boolean passed() {
    return bars.stream().allMatch(Bar::passed);
  }

  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report in memory cannot fail to be written", e);
    }
  }

  /** For people: a few of the samples, then the bars. */
  public String text() {
    StringBuilder text = new StringBuilder("\n");
    if (peak.seconds() > 0) {
      text.append(
          format(
              "peak: %,.0f events a second for %.0f s, the load held back for %.0f %% of it%s%n",
              peak.perSecond(),
              peak.seconds(),
              peak.heldShare() * 100,
              peak.heldShare() < HARDLY_HELD ? "; THE LOAD WAS THE SLOWER ONE" : ""));
    }
    text.append(
        format(
            "load: %,.0f events a second, judged from minute %.1f on%n%n",
            course.rate(), course.judgedFrom() / 60));
    text.append(
        format(
            "%7s %9s %8s %7s %7s %8s  %s%n",
            "minute", "events/s", "lag", "p50 ms", "p99 ms", "state MB", "resident MB, model"));
    List<Sample> samples = course.samples();
    for (int line = 0; line < Math.min(LINES, samples.size()); line++) {
      line(text, samples.get(line * samples.size() / Math.min(LINES, samples.size())));
    }
    text.append('\n');
    bars.forEach(bar -> line(text, bar));
    return text.append(passed() ? "steady\n" : "NOT STEADY\n").toString();
  }

  private static void line(StringBuilder text, Sample sample) {
    text.append(
        format(
            "%7.1f %,9.0f %,8d %7.1f %7.1f %,8.0f  %s; %s%n",
            sample.at() / 60,
            sample.perSecond(),
            sample.lag(),
            sample.p50Millis(),
            sample.p99Millis(),
            sample.job().stateBytes() / MEGABYTE,
            sample.residentBytes().entrySet().stream()
                .map(one -> format("%s %,.0f", one.getKey(), one.getValue() / MEGABYTE))
                .collect(Collectors.joining(" ")),
            String.join(" ", sample.predictions().keySet())));
  }

  private static void line(StringBuilder text, Bar bar) {
    text.append(
        format(
            "%-8s %-42s %s (must be: %s)%n",
            bar.passed() ? "ok" : "FAILED", bar.what(), bar.found(), bar.limit()));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
