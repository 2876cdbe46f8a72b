package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.evaluate.CsvTable;
import io.atomstreams.pipelines.evaluate.Evaluation;
import io.atomstreams.pipelines.evaluate.Result;
import io.atomstreams.pipelines.evaluate.Scores;
import io.atomstreams.pipelines.evaluate.Task;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows how learners did, as a table for people and an object for machines. */
final class EvaluateReport {

  private static final int SHOWN_CLASSES = 6;
  private static final int SHOWN_DRIFTS = 20;
  private static final long KIB = 1024;
  private static final String NO_CHANGE = "no change";

  private final PrintWriter out;
  private final CsvTable table;

  EvaluateReport(PrintWriter out, CsvTable table) {
    this.out = out;
    this.table = table;
  }

  void head(String file, String label, Evaluation evaluation) {
    long categories = evaluation.schema().attributes().stream().filter(a -> !a.isNumber()).count();
    line(
        "%s: %,d rows%s; %s from %d numbers and %d categories",
        file,
        table.rows(),
        table.unlabelled() == 0 ? "" : " (and %,d without a label)".formatted(table.unlabelled()),
        table.task() == Task.REGRESS ? "the number " + label : label + " (" + classes() + ")",
        evaluation.schema().width() - categories,
        categories);
    out.flush();
  }

  private String classes() {
    List<String> names = table.classes();
    String some =
        String.join(
            ", ",
            names.subList(0, Math.min(names.size(), SHOWN_CLASSES)).stream()
                .map(name -> PrintableBytes.show(name))
                .toList());
    return names.size() > SHOWN_CLASSES ? some + ", … " + names.size() + " classes" : some;
  }

  /** The learners by row, then the two that learn nothing of the attributes. */
  void table(List<Result> results) {
    List<String> names = new ArrayList<>();
    results.forEach(result -> names.add(result.learner()));
    names.addAll(List.of(NO_CHANGE, averageName()));
    int width = names.stream().mapToInt(String::length).max().orElse(1);
    List<String> measures = List.copyOf(results.get(0).scores().byMeasure().keySet());
    StringBuilder titles = new StringBuilder(" ".repeat(width));
    for (String measure : measures) {
      titles.append(cell(title(measure), cellWidth(results)));
    }
    line("%s  events/CPU s    memory", titles);
    for (Result result : results) {
      StringBuilder text = new StringBuilder(pad(result.learner(), width));
      for (String measure : measures) {
        text.append(cell(value(result, measure), cellWidth(results)));
      }
      line("%s%14s%10s", text, events(result), memory(result.memoryBytes()));
    }
    baseline(NO_CHANGE, results.get(0).noChange(), measures, width, cellWidth(results));
    baseline(averageName(), results.get(0).average(), measures, width, cellWidth(results));
    results.forEach(this::drifts);
  }

  private static int cellWidth(List<Result> results) {
    return results.get(0).deviation() == null ? 11 : 18;
  }

  private String averageName() {
    return table.task() == Task.REGRESS ? "running mean" : "majority";
  }

  private void baseline(String name, Scores scores, List<String> measures, int width, int cell) {
    StringBuilder text = new StringBuilder(pad(name, width));
    measures.forEach(measure -> text.append(cell(number(measure, scores.of(measure)), cell)));
    out.println(text.toString().stripTrailing());
  }

  private static String value(Result result, String measure) {
    String mean = number(measure, result.scores().of(measure));
    return result.deviation() == null
        ? mean
        : mean + " ± " + number(measure, result.deviation().of(measure)).replace(" %", "");
  }

  private static String number(String measure, double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return switch (measure) {
      case "accuracy" -> String.format(Locale.ROOT, "%.2f %%", 100 * value);
      case "mae", "rmse" -> String.format(Locale.ROOT, "%.5g", value);
      default -> String.format(Locale.ROOT, "%.4f", value);
    };
  }

  private static String title(String measure) {
    return switch (measure) {
      case "kappa" -> "κ";
      case "kappaTemporal" -> "κ-temporal";
      case "logLoss" -> "log loss";
      case "auc" -> "AUC";
      case "mae" -> "MAE";
      case "rmse" -> "RMSE";
      case "r2" -> "R²";
      default -> measure;
    };
  }

  private void drifts(Result result) {
    List<Long> rows = result.drifts();
    if (rows.isEmpty()) {
      return;
    }
    String first =
        String.join(
            ", ",
            rows.subList(0, Math.min(rows.size(), SHOWN_DRIFTS)).stream()
                .map(row -> String.format(Locale.ROOT, "%,d", row))
                .toList());
    line(
        "%s: %d drifts of its errors, after rows %s%s",
        result.learner(), rows.size(), first, rows.size() > SHOWN_DRIFTS ? ", …" : "");
  }

  private static String events(Result result) {
    return Double.isNaN(result.eventsPerCpuSecond())
        ? "-"
        : String.format(Locale.ROOT, "%,.0f", result.eventsPerCpuSecond());
  }

  private static String memory(long bytes) {
    return String.format(Locale.ROOT, "%,d KiB", (bytes + KIB - 1) / KIB);
  }

  private static String cell(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  /** One object: the result itself, or all of them under {@code results}. */
  void json(List<Result> results, boolean all) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    if (all) {
      ArrayNode list = node.putArray("results");
      results.forEach(result -> put(list.addObject(), result));
    } else {
      put(node, results.get(0));
    }
    out.println(node);
  }

  private void put(ObjectNode node, Result result) {
    node.put("learner", result.learner());
    node.put("rows", table.rows());
    put(node, result.scores());
    if (result.deviation() != null) {
      put(node.putObject("deviation"), result.deviation());
    }
    ArrayNode drifts = node.putArray("drifts");
    result.drifts().forEach(drifts::add);
    put(node, "eventsPerCpuSecond", result.eventsPerCpuSecond());
    node.put("memoryBytes", result.memoryBytes());
    ObjectNode baselines = node.putObject("baselines");
    put(baselines.putObject("noChange"), result.noChange());
    put(
        baselines.putObject(table.task() == Task.REGRESS ? "runningMean" : "majority"),
        result.average());
  }

  private static void put(ObjectNode node, Scores scores) {
    scores.byMeasure().forEach((measure, value) -> put(node, measure, value));
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
