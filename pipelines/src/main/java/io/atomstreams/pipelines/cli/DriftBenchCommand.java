package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.drift.Detectors;
import io.atomstreams.pipelines.bench.drift.DriftBench;
import io.atomstreams.pipelines.bench.drift.DriftBench.Row;
import io.atomstreams.pipelines.bench.drift.Families;
import io.atomstreams.pipelines.bench.drift.Family;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atom drift-bench}: how good the detectors of drift are. */
@Command(
    name = "drift-bench",
    description = {
      "Runs the drift detectors over streams with known changes: mean delay, missed share, false",
      "alarms, values for each false alarm, nanoseconds a value."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom drift-bench                                        every detector, every family",
      "  atom drift-bench --family small,season --detector adwin:delta=0.01,fair-bets",
      "  atom drift-bench --stationary 100000000 --detector adwin,fair-bets",
      "",
      "A family or detector may be named more than once instead; options of one detector that has",
      "several are separated by blanks: --detector \"hddm-w:lambda=0.02 drift=0.0001\"."
    })
final class DriftBenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Streams a family (default ${DEFAULT-VALUE}).")
  private int seeds = 30;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "Values a stream (default ${DEFAULT-VALUE}).")
  private int length = 20_000;

  @Option(names = "--family", paramLabel = "NAME", split = ",", description = "Only these.")
  private List<String> families = new ArrayList<>();

  @Option(names = "--detector", paramLabel = "NAME", split = ",", description = "Only these.")
  private List<String> detectors = new ArrayList<>();

  @Option(
      names = "--stationary",
      paramLabel = "N",
      description = "Instead: one stream of so many values in which nothing changes.")
  private Long stationary;

  @Option(names = "--json", description = "One JSON object as the last line.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    List<String> chosen = checked(this::chosenDetectors);
    List<Row> rows;
    if (stationary != null) {
      rows = runStationary(chosen);
    } else {
      List<Family> named = checked(this::chosenFamilies);
      DriftBench bench = checked(() -> new DriftBench(seeds, length));
      heading();
      rows = bench.run(named, chosen, this::show);
    }
    if (json) {
      out().println(new ObjectMapper().writeValueAsString(object(rows)));
    }
    out().flush();
    return Atom.SUCCESS;
  }

  private List<Row> runStationary(List<String> chosen) {
    if (stationary < 1 || !families.isEmpty()) {
      throw refused(
          stationary < 1
              ? "--stationary is " + stationary + ", must be 1 or more"
              : "--stationary has streams of its own: leave --family out");
    }
    heading();
    return DriftBench.stationary(stationary, chosen, this::show);
  }

  private List<Family> chosenFamilies() {
    return families.isEmpty()
        ? Families.ALL
        : families.stream().map(name -> Families.named(name.strip())).toList();
  }

  /** Every detector, and ADWIN once more as one that, like most, looks for rises only. */
  private List<String> chosenDetectors() {
    List<String> chosen = new ArrayList<>();
    if (detectors.isEmpty()) {
      Detectors.ALL.forEach(entry -> chosen.add(entry.name()));
      chosen.add(chosen.indexOf("adwin") + 1, "adwin:decreases=false");
    }
    detectors.forEach(text -> chosen.add(text.strip().replaceAll(" +", ",")));
    chosen.forEach(Detectors::parse);
    return chosen;
  }

  private <T> T checked(Supplier<T> choice) {
    try {
      return choice.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private ParameterException refused(String reason) {
    return new ParameterException(spec.commandLine(), reason);
  }

  private void heading() {
    line("family", "detector", "delay", "missed", "false", "values/false", "ns");
  }

  private void show(Row row) {
    line(
        row.family(),
        row.detector(),
        number("%,.0f", row.delay()),
        number("%.1f %%", 100 * row.missed()),
        Integer.toString(row.falseAlarms()),
        number("%,.0f", row.run()),
        number("%.1f", row.nanos()));
    out().flush();
  }

  private void line(String... cells) {
    out().println(String.format("  %-18s %-22s %8s %8s %7s %14s %8s", (Object[]) cells));
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
  }

  private ObjectNode object(List<Row> rows) {
    ObjectNode object = new ObjectMapper().createObjectNode();
    if (stationary == null) {
      object.put("seeds", seeds).put("length", length);
    } else {
      object.put("values", stationary);
    }
    for (Row row : rows) {
      ObjectNode cells = object.withArray("rows").addObject();
      cells.put("family", row.family()).put("detector", row.detector());
      put(cells, "delay", row.delay());
      put(cells, "missed", row.missed());
      cells.put("falseAlarms", row.falseAlarms());
      put(cells, "valuesPerFalseAlarm", row.run());
      put(cells, "nanosPerValue", row.nanos());
    }
    return object;
  }

  /** What there is none of is null. */
  private static void put(ObjectNode cells, String name, double value) {
    if (Double.isFinite(value)) {
      cells.put(name, value);
    } else {
      cells.putNull(name);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
