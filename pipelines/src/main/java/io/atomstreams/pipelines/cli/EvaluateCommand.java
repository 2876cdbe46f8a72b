package io.atomstreams.pipelines.cli;

import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.learning.catalogue.Learners;
import io.atomstreams.pipelines.evaluate.CsvTable;
import io.atomstreams.pipelines.evaluate.Evaluation;
import io.atomstreams.pipelines.evaluate.Result;
import io.atomstreams.pipelines.evaluate.Task;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atom evaluate}: how well a learner does on a file. */
@Command(
    name = "evaluate",
    description = {
      "Runs an online learner over a CSV file in its order, each row predicted before its label is",
      "learned, and shows how good the predictions were, next to answering with the latest known",
      "label and with the most frequent one (or the mean).",
      "The file has a header line; values may be quoted; blank, ?, NA, NaN and null are missing.",
      "A first pass over the file finds what a header with types would say: a column is a number if",
      "all its values are, else its different texts are categories; the label's different values",
      "are the classes. Nothing else of what lies ahead is used.",
      "Rows are counted from 0. Undefined measures are null in JSON."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom evaluate --input orders.csv.gz --label returned --drop order_id",
      "  atom evaluate --input orders.csv --label returned --delay 500 --all",
      "  atom evaluate --input prices.csv --label up --previous-label --learner sam-knn:recent=500",
      "  atom evaluate --input prices.csv --label up --detector adwin --reset --json"
    })
final class EvaluateCommand implements Callable<Integer> {

  private static final String USUAL = "adaptive";

  @Spec private CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "CSV with a header line, UTF-8; unpacked if the name ends in .gz.")
  private Path input;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      required = true,
      description = "What is to be predicted. Rows without it are passed over.")
  private String label;

  @Option(
      names = "--drop",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns to leave out: ids, and what is known only later.")
  private Set<String> drop = Set.of();

  @Option(
      names = "--category",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns of numbers to take as categories.")
  private Set<String> categories = Set.of();

  @Option(
      names = "--levels",
      paramLabel = "N",
      description = "Most categories of a column, and most classes (default 1000).")
  private int levels = 1000;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = {
        "classify or regress (default: regress where the label is a number",
        "with more than " + CsvTable.MOST_CLASSES_OF_NUMBERS + " different values)."
      })
  private Task task;

  @Option(
      names = "--learner",
      paramLabel = "NAME[:OPTIONS]",
      description = {
        "Such as sam-knn:recent=500,neighbours=3 (default: " + USUAL + ", or the",
        "first that fits). An unknown name is answered with the list."
      })
  private String learner;

  @Option(names = "--all", description = "Run every learner of the list that fits.")
  private boolean all;

  @Option(
      names = "--delay",
      paramLabel = "N",
      description = "Labels come N rows late: the label of row i after row i+N (default 0).")
  private int delay;

  @Option(names = "--previous-label", description = "The latest known label is an attribute too.")
  private boolean previousLabel;

  @Option(
      names = "--previous-labels",
      paramLabel = "K",
      description = "The latest K known labels are attributes too.")
  private int previousLabels;

  @Option(
      names = "--detector",
      paramLabel = "NAME[:OPTIONS]",
      description = "Watches the errors as they become known; shows where they change.")
  private String detector;

  @Option(names = "--reset", description = "After a drift the learner begins anew.")
  private boolean reset;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description = {
        "K learners, each judged on its own share of the rows and learning",
        "all others; shows mean and standard deviation."
      })
  private int folds;

  @Option(names = "--seed", paramLabel = "S", description = "Of the shares (default 1).")
  private long seed = 1;

  @Option(names = "--json", description = "One JSON object as the last line.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (!Files.isRegularFile(input)) {
      throw misuse("there is no file " + input);
    }
    if (all && learner != null) {
      throw misuse("--all runs every learner, --learner one; use one of the two");
    }
    CsvTable table;
    Evaluation evaluation;
    try {
      table = CsvTable.read(input, new CsvTable.Reading(label, drop, categories, task, levels));
      int previous = Math.max(previousLabels, previousLabel ? 1 : 0);
      evaluation =
          new Evaluation(
              table,
              new Evaluation.Plan(delay, detector, reset, previous, folds, seed),
              cpuOfThisThread());
    } catch (IllegalArgumentException e) {
      throw misuse(e.getMessage());
    }
    EvaluateReport report = new EvaluateReport(out, table);
    report.head(input.getFileName().toString(), label, evaluation);
    List<Result> results = new ArrayList<>();
    for (String name : learners(evaluation)) {
      results.add(run(evaluation, name));
    }
    report.table(results);
    if (json) {
      report.json(results, all);
    }
    out.flush();
    return Atom.SUCCESS;
  }

  private Result run(Evaluation evaluation, String name) {
    try {
      return evaluation.run(name);
    } catch (IllegalArgumentException e) {
      throw misuse(e.getMessage() + nearLearner(name));
    }
  }

  private static String nearLearner(String text) {
    String name = text.split(":", 2)[0];
    List<String> known = Learners.ALL.stream().map(Learners.Entry::name).toList();
    return known.contains(name) || NearestNames.of(name, known).isEmpty()
        ? ""
        : "; " + NearestNames.hint(name, known);
  }

  private List<String> learners(Evaluation evaluation) {
    List<String> fitting = evaluation.fitting();
    if (learner != null) {
      return List.of(learner);
    }
    if (fitting.isEmpty()) {
      throw misuse("no learner of the list fits; try another --task");
    }
    return all ? fitting : List.of(fitting.contains(USUAL) ? USUAL : fitting.get(0));
  }

  private static LongSupplier cpuOfThisThread() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads::getCurrentThreadCpuTime;
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
