package io.atomstreams.pipelines.report.section;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.pipelines.report.html.Figure;
import io.atomstreams.pipelines.report.html.Markup;
import io.atomstreams.pipelines.report.html.Numerals;
import io.atomstreams.pipelines.report.html.Table;
import io.atomstreams.pipelines.report.plot.Mark;
import io.atomstreams.pipelines.report.plot.NumberScale;
import io.atomstreams.pipelines.report.plot.Plot;
import io.atomstreams.pipelines.report.plot.Point;
import io.atomstreams.pipelines.report.plot.TimeScale;
import io.atomstreams.pipelines.report.source.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How well versions, and learners before they learned, did window by window; and whether prediction
 * sets hold what they promise.
 */
final class Learners implements Section {

  private static final String LOSS = "log_loss";
  private static final String BASE = "log_loss_base_rate";
  private static final String COVERAGE = "coverage";
  private static final String TARGET = "conformal_target";
  private static final String SERVED = "served";
  private static final int MOST_SERIES = 400;
  private static final int MOST_WINDOWS = 400;
  private static final int MOST_LINES = 5;

  private final Map<String, Map<String, Series>> labels = new TreeMap<>();
  private int series;

  /** One version's windows, by their end. */
  private static final class Series {
    private final TreeMap<Long, Evaluation> windows = new TreeMap<>();
    private boolean learner;

    List<Point> points(String metric) {
      List<Point> points = new ArrayList<>();
      windows.forEach((to, window) -> points.add(new Point(to, value(window, metric))));
      return points;
    }

    boolean has(String metric) {
      return points(metric).stream().anyMatch(point -> Double.isFinite(point.y()));
    }

    long answers() {
      return windows.values().stream().mapToLong(Evaluation::examples).sum();
    }
  }

  private static double value(Evaluation window, String metric) {
    return window.metrics().stream()
        .filter(each -> each.name().equals(metric))
        .mapToDouble(Evaluation.Metric::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  @Override
  public String id() {
    return "learners";
  }

  @Override
  public String title() {
    return "Learning";
  }

  @Override
  public void take(Sighting sighting) {
    if (sighting.value() instanceof Evaluation window) {
      String name = window.scorer() + " " + window.modelVersion();
      Map<String, Series> of = labels.computeIfAbsent(window.label(), unused -> new TreeMap<>());
      if (!of.containsKey(name)) {
        if (series >= MOST_SERIES) {
          return;
        }
        series++;
      }
      Series its = of.computeIfAbsent(name, unused -> new Series());
      its.learner |= window.role() == null;
      its.windows.put(window.to(), window);
      if (its.windows.size() > MOST_WINDOWS) {
        its.windows.pollFirstEntry();
      }
    }
  }

  @Override
  public void write(Markup page) {
    if (series == 0) {
      Figure.absent(
          page, "No window was evaluated in this range: the learning job tells when one is over.");
      return;
    }
    labels.forEach((label, of) -> write(page, label, of));
  }

  private void write(Markup page, String label, Map<String, Series> all) {
    page.open("h3").element("code", label).closeLine();
    List<Map.Entry<String, Series>> lines =
        all.entrySet().stream()
            .filter(entry -> entry.getValue().has(LOSS))
            .sorted(
                Comparator.<Map.Entry<String, Series>, Boolean>comparing(
                        entry -> !entry.getValue().learner)
                    .thenComparing(entry -> -entry.getValue().answers())
                    .thenComparing(Map.Entry::getKey))
            .toList();
    if (lines.isEmpty()) {
      Figure.absent(page, "No answers yet: no window has a loss.");
    } else {
      writeLoss(page, label, lines);
    }
    all.forEach(
        (name, of) -> {
          if (name.endsWith(" " + SERVED) && of.has(COVERAGE)) {
            writeCoverage(page, name, of);
          }
        });
  }

  private static void writeLoss(Markup page, String label, List<Map.Entry<String, Series>> lines) {
    String says =
        "nats, lower is better; each answer was predicted before it was learned. Dashed: who always"
            + " says the window's own base rate";
    Figure.openWide(page, "Log loss by window", says);
    TreeSet<Double> levels = new TreeSet<>(List.of(0.0));
    TreeSet<Long> times = new TreeSet<>();
    for (Map.Entry<String, Series> line : lines) {
      times.addAll(line.getValue().windows.keySet());
      for (Point point : line.getValue().points(LOSS)) {
        if (Double.isFinite(point.y())) {
          levels.add(point.y());
        }
      }
    }
    TimeScale time =
        TimeScale.around("end of window, event time, UTC", times.first(), times.last());
    NumberScale up = NumberScale.around("nats", levels.first(), levels.last(), 5, Numerals::brief);
    Plot plot = new Plot("Log loss of " + label + " by window", says, time, up);
    plot.add(new Mark.Line(lines.get(0).getValue().points(BASE), Mark.Style.DASHED, "base rate"));
    for (int i = Math.min(MOST_LINES, lines.size()) - 1; i >= 0; i--) {
      Mark.Style style = i == 0 ? Mark.Style.ACCENT : i == 1 ? Mark.Style.INK : Mark.Style.FAINT;
      plot.add(new Mark.Line(lines.get(i).getValue().points(LOSS), style, lines.get(i).getKey()));
    }
    plot.writeWide(page);
    behind(lines).writeBehind(page);
    page.closeLine();
  }

  private static Table behind(List<Map.Entry<String, Series>> lines) {
    Table table = new Table("Figures by window").words("Version", "Window's end, UTC");
    table.figures("Answers", "Yes", "Log loss", "of base rate", "Brier", "AUC", "Error");
    for (Map.Entry<String, Series> line : lines) {
      for (Evaluation window : line.getValue().windows.descendingMap().values()) {
        table.row(
            line.getKey(),
            Numerals.time(window.to()),
            Numerals.count(window.examples()),
            Numerals.count(window.positives()),
            Numerals.fixed(value(window, LOSS), 4),
            Numerals.fixed(value(window, BASE), 4),
            Numerals.fixed(value(window, "brier"), 4),
            Numerals.fixed(value(window, "auc"), 3),
            Numerals.percent(value(window, "error")));
      }
    }
    return table;
  }

  private static void writeCoverage(Markup page, String name, Series of) {
    Evaluation latest = of.windows.lastEntry().getValue();
    double target = value(latest, TARGET);
    String says =
        "share of answers that lay in the prediction set that held when they were asked for; promised: %s"
            .formatted(Numerals.percent(target));
    Figure.openWide(page, "Coverage of " + name, says);
    List<Point> points = of.points(COVERAGE);
    double least = points.stream().mapToDouble(Point::y).filter(Double::isFinite).min().orElse(0);
    NumberScale up = NumberScale.around("share", Math.min(least, target), 1, 4, Numerals::percent);
    TimeScale time =
        TimeScale.around(
            "end of window, event time, UTC", of.windows.firstKey(), of.windows.lastKey());
    new Plot("Coverage of " + name, says, time, up)
        .add(new Mark.Rule(target, Mark.Style.DASHED, "promised"))
        .add(new Mark.Line(points, Mark.Style.ACCENT, COVERAGE))
        .writeWide(page);
    page.closeLine();
  }

  @Override
  public void tell(ObjectNode json) {
    labels.forEach(
        (label, of) -> {
          ArrayNode node = json.putArray(label);
          of.forEach(
              (name, its) ->
                  node.addObject()
                      .put("version", name)
                      .put("windows", its.windows.size())
                      .put("answers", its.answers())
                      .put(
                          "lastLogLoss",
                          Tiles.finite(value(its.windows.lastEntry().getValue(), LOSS))));
        });
  }
}
