package io.atomstreams.pipelines.dashboards;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.atomstreams.operators.metrics.AtomMetric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A dashboard as people write it. In an expression {@code @NAME} is a metric of {@link AtomMetric},
 * {@code $J} the matchers of a job's series and {@code $N} those of a process's.
 */
record DashboardSpec(String title, String description, List<String> variables, List<Row> rows) {

  private static final Path DIRECTORY = Path.of("src/test/resources/dashboards");
  private static final Pattern METRIC = Pattern.compile("@([A-Z_]+)");
  private static final String OF_PROCESSES = "namespace=~\"$namespace\"";
  private static final String OF_JOBS = "job_name=~\"$job\"," + OF_PROCESSES;

  /** Panels under a heading. */
  record Row(String title, List<Panel> panels) {}

  /** How a panel draws. */
  enum Kind {
    TIMESERIES,
    STAT,
    TABLE,
    BARGAUGE
  }

  /**
   * One drawing.
   *
   * @param what what is seen, and what to do about it
   * @param runbook the anchor in the runbook; null if there is none
   * @param max of the axis; null for none
   */
  record Panel(
      String title,
      Kind kind,
      int width,
      int height,
      String unit,
      Double max,
      boolean stacked,
      String what,
      String runbook,
      Thresholds thresholds,
      List<Query> queries) {

    private static final int USUAL_HEIGHT = 8;
    private static final int STAT_HEIGHT = 5;

    Panel {
      kind = kind == null ? Kind.TIMESERIES : kind;
      height = height > 0 ? height : kind == Kind.STAT ? STAT_HEIGHT : USUAL_HEIGHT;
    }
  }

  /** From where on a value is to be seen to; {@code below}: down from there. */
  record Thresholds(Double warning, Double critical, boolean below) {}

  /** One question, and what its answers are called. */
  record Query(String expr, String legend, boolean dashed) {

    /** As Grafana is given it. */
    String promql() {
      return METRIC
          .matcher(expr)
          .replaceAll(Query::exported)
          .replace("$J", OF_JOBS)
          .replace("$N", OF_PROCESSES);
    }

    private static String exported(MatchResult name) {
      return Matcher.quoteReplacement(AtomMetric.valueOf(name.group(1)).exportedName());
    }
  }

  /** Names of all there are, in order. */
  static List<String> names() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml") && !name.equals(ExpectedEmpty.FILE))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DashboardSpec read(String name) {
    return read(DIRECTORY.resolve(name + ".yaml"), DashboardSpec.class);
  }

  /** What a file of the folder says; a key that nobody reads is refused. */
  static <T> T read(Path file, Class<T> type) {
    try {
      return YAMLMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build()
          .readValue(file.toFile(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  static Path directory() {
    return DIRECTORY;
  }
}
