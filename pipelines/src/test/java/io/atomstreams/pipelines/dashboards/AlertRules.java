package io.atomstreams.pipelines.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules of {@code flink-conf/prometheus}, as far as questions are concerned. */
final class AlertRules {

  private static final Path DIRECTORY = Path.of("..", "flink-conf", "prometheus");

  /** A series by its name, with or without matchers, or by matchers alone. */
  private static final Pattern SELECTOR =
      Pattern.compile("\\b(?:flink_\\w+|up\\b)(?:\\{[^}]*})?|\\{__name__[^}]*}");

  private AlertRules() {}

  /** An alert and its expression. */
  record Alert(String name, String expr) {

    /** What it looks at. A healthy job has series for each, whether or not the alert fires. */
    List<String> selectors() {
      return SELECTOR.matcher(expr).results().map(MatchResult::group).distinct().toList();
    }
  }

  static List<Path> files() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.filter(file -> file.toString().endsWith(".rules.yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Alert> read() throws IOException {
    List<Alert> alerts = new ArrayList<>();
    for (Path file : files()) {
      for (JsonNode group : new YAMLMapper().readTree(file.toFile()).get("groups")) {
        for (JsonNode rule : group.get("rules")) {
          if (rule.has("alert")) {
            alerts.add(new Alert(rule.get("alert").asText(), rule.get("expr").asText()));
          }
        }
      }
    }
    return alerts;
  }
}
