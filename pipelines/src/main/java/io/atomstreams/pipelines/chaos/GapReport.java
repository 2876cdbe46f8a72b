package io.atomstreams.pipelines.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * How long nothing fresh came after a kill, with the settings of this project and with Flink's own
 * time-outs, on one machine and one after the other.
 *
 * @param stateBytes of the job's latest checkpoint before the first kill
 * @param rate events a second that were sent all the while
 */
public record GapReport(
    long stateBytes, double rate, List<Recovery> ours, List<Recovery> defaults) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public GapReport {
    ours = List.copyOf(ours);
    defaults = List.copyOf(defaults);
  }

  /** The middle one in order of size, ms; of an even number the upper; 0 of none. */
  public static long median(List<Recovery> of, ToLongFunction<Recovery> what) {
    long[] sorted = of.stream().mapToLong(what).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  private static long longest(List<Recovery> of) {
    return of.stream().mapToLong(Recovery::silent).max().orElse(0);
  }

  /** The median gap as a share of that with Flink's own time-outs; 0 if those were not measured. */
  public double ratio() {
    long theirs = median(defaults, Recovery::silent);
    return theirs == 0 ? 0 : (double) median(ours, Recovery::silent) / theirs;
  }

  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report in memory cannot fail to be written", e);
    }
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%n%.0f MB of state, %.0f events a second%n%-22s %5s %11s %10s %10s %10s%n",
            stateBytes / 1e6,
            rate,
            "ms, median",
            "kills",
            "detected",
            "running",
            "silent",
            "longest"));
    line(text, "these settings", ours);
    line(text, "Flink's time-outs", defaults);
    if (!defaults.isEmpty()) {
      text.append(String.format(Locale.ROOT, "ratio %.2f%n", ratio()));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, List<Recovery> of) {
    if (!of.isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-22s %5d %11d %10d %10d %10d%n",
              name,
              of.size(),
              median(of, Recovery::detected),
              median(of, Recovery::running),
              median(of, Recovery::silent),
              longest(of)));
    }
  }
}
