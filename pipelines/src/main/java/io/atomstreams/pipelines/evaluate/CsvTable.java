package io.atomstreams.pipelines.evaluate;

import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.pipelines.mapping.CsvRows;
import io.atomstreams.pipelines.mapping.CsvRows.CsvRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A CSV file as rows of numbers with a label. What its columns are is found in a first pass, as a
 * header with types would say it: a column is a number if every value in it is one, else the
 * different texts are its categories; the label's classes are its different values. Nothing else of
 * that pass is kept. Memory: the categories.
 */
public final class CsvTable {

  /** A label of numbers with more different values than this is a number, not a class. */
  public static final int MOST_CLASSES_OF_NUMBERS = 20;

  /**
   * How to read the file.
   *
   * @param label the column that is to be predicted
   * @param drop columns to leave out
   * @param categories columns of numbers to take as categories
   * @param task what to predict; {@code null} to tell it from the label
   * @param levels most categories of a column
   */
  public record Reading(
      String label, Set<String> drop, Set<String> categories, Task task, int levels) {}

  /** Takes one row. */
  public interface RowSink {

    /**
     * Takes it.
     *
     * @param row a value for each attribute, to be used again for the next row
     * @param target the class's id, or the number
     */
    void accept(double[] row, double target);
  }

  /** One column: its place, and its categories' ids, none for a number. */
  private record Column(String name, int index, Map<String, Integer> ids) {

    double value(CsvRow row) {
      String text = row.cells().get(index).strip();
      if (ColumnScan.isMissing(text)) {
        return Double.NaN;
      }
      return ids.isEmpty() ? ColumnScan.number(text) : ids.get(text);
    }
  }

  private final Path file;
  private final Task task;
  private final List<Column> columns;
  private final Column label;
  private final List<String> classes;
  private final long rows;
  private final long unlabelled;

  private CsvTable(
      Path file,
      Task task,
      List<Column> columns,
      Column label,
      List<String> classes,
      long rows,
      long unlabelled) {
    this.file = file;
    this.task = task;
    this.columns = columns;
    this.label = label;
    this.classes = classes;
    this.rows = rows;
    this.unlabelled = unlabelled;
  }

  /**
   * Makes the first pass.
   *
   * @throws IllegalArgumentException if there is no such column
   * @throws TableException if the values do not fit
   * @throws io.atomstreams.pipelines.mapping.MappingException if it cannot be read as CSV
   */
  public static CsvTable read(Path file, Reading reading) {
    String name = file.getFileName().toString();
    try (CsvRows rows = new CsvRows(file, List.of())) {
      Map<String, Integer> places = rows.columns();
      requireKnown(name, reading, places.keySet());
      List<String> names =
          places.keySet().stream()
              .filter(column -> !reading.drop().contains(column))
              .sorted(Comparator.comparing(places::get))
              .toList();
      Map<String, ColumnScan> scans = new HashMap<>();
      names.forEach(column -> scans.put(column, new ColumnScan(column, reading.levels())));
      long count = scan(name, rows, names, scans);
      return of(file, reading, places, names, scans, count);
    }
  }

  private static long scan(
      String name, CsvRows rows, List<String> names, Map<String, ColumnScan> scans) {
    long count = 0;
    for (CsvRow row = rows.next(); row != null; row = rows.next()) {
      if (!row.isComplete()) {
        throw new TableException(
            "%s line %d: %d columns, must be %d as in the header; quote values with commas in them"
                .formatted(name, row.line(), row.cells().size(), rows.columns().size()));
      }
      for (String column : names) {
        scans.get(column).add(row.value(column), row.line());
      }
      count++;
    }
    if (count == 0) {
      throw new TableException(
          name + " has no rows; it needs a header line and one line for each example");
    }
    return count;
  }

  private static CsvTable of(
      Path file,
      Reading reading,
      Map<String, Integer> places,
      List<String> names,
      Map<String, ColumnScan> scans,
      long count) {
    String name = file.getFileName().toString();
    ColumnScan ofLabel = scans.get(reading.label());
    Task task = task(reading, ofLabel, name);
    List<String> classes = task == Task.REGRESS ? List.of() : ofLabel.levels(name);
    if (task == Task.CLASSIFY && classes.size() < 2) {
      throw new TableException(
          "%s: label %s has %s; a class needs two or more different values"
              .formatted(
                  name,
                  reading.label(),
                  classes.isEmpty() ? "no value" : "the only value '" + classes.get(0) + "'"));
    }
    List<Column> columns = new ArrayList<>();
    for (String column : names) {
      if (!column.equals(reading.label())) {
        ColumnScan scan = scans.get(column);
        boolean category = reading.categories().contains(column);
        if (!category) {
          scan.requireOneKind(name);
        }
        boolean number = scan.isNumber() && !category;
        columns.add(
            new Column(column, places.get(column), number ? Map.of() : ids(scan.levels(name))));
      }
    }
    if (columns.isEmpty()) {
      throw new TableException(name + " has no column besides the label to learn from");
    }
    Column label = new Column(reading.label(), places.get(reading.label()), ids(classes));
    return new CsvTable(file, task, columns, label, classes, count, count - ofLabel.values());
  }

  private static Task task(Reading reading, ColumnScan label, String file) {
    if (reading.task() == Task.REGRESS && !label.isNumber()) {
      label.requireOneKind(file);
      throw new TableException(
          "%s: label %s is text; use --task classify, or name a column of numbers"
              .formatted(file, reading.label()));
    }
    if (reading.task() != null) {
      return reading.task();
    }
    return label.isNumber() && label.different() > MOST_CLASSES_OF_NUMBERS
        ? Task.REGRESS
        : Task.CLASSIFY;
  }

  private static Map<String, Integer> ids(List<String> levels) {
    Map<String, Integer> ids = new HashMap<>();
    levels.forEach(level -> ids.put(level, ids.size()));
    return ids;
  }

  private static void requireKnown(String file, Reading reading, Collection<String> known) {
    Set<String> wanted = new LinkedHashSet<>(List.of(reading.label()));
    wanted.addAll(reading.drop());
    wanted.addAll(reading.categories());
    for (String column : wanted) {
      if (!known.contains(column)) {
        throw new IllegalArgumentException(
            "%s has no column %s; %s".formatted(file, column, NearestNames.hint(column, known)));
      }
    }
    Set<String> twice = new HashSet<>(reading.drop());
    twice.retainAll(reading.categories());
    if (reading.drop().contains(reading.label()) || !twice.isEmpty()) {
      throw new IllegalArgumentException(
          "column %s is to be dropped and to be used; do one of the two"
              .formatted(twice.isEmpty() ? reading.label() : twice.iterator().next()));
    }
  }

  public Task task() {
    return task;
  }

  /** The classes' names, by id; empty for a number. */
  public List<String> classes() {
    return classes;
  }

  /** Rows with a label. */
  public long rows() {
    return rows - unlabelled;
  }

  /** Rows without a label, which are passed over. */
  public long unlabelled() {
    return unlabelled;
  }

  /** The columns as a learner sees them, in the file's order. */
  public Schema schema() {
    List<Attribute> attributes =
        columns.stream()
            .map(
                column ->
                    new Attribute(
                        column.name(),
                        column.ids().isEmpty() ? 0 : Math.max(2, column.ids().size())))
            .toList();
    return new Schema(attributes, new Target(classes.size()));
  }

  /** Makes another pass over the rows that have a label, in the file's order. */
  public void forEach(RowSink sink) {
    double[] row = new double[columns.size()];
    try (CsvRows source = new CsvRows(file, List.of())) {
      for (CsvRow next = source.next(); next != null; next = source.next()) {
        double target = label.value(next);
        if (Double.isNaN(target)) {
          continue;
        }
        for (int i = 0; i < row.length; i++) {
          row[i] = columns.get(i).value(next);
        }
        sink.accept(row, target);
      }
    }
  }
}
