package io.atomstreams.pipelines.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An alert rule as its file has it. */
record AlertRule(Path file, JsonNode definition) {

  static final Path DIRECTORY =
      Path.of("..", "flink-conf", "prometheus").toAbsolutePath().normalize();

  private static final YAMLMapper YAML = new YAMLMapper();

  /** What is no name of a metric: text, matchers, names of labels. */
  private static final Pattern NO_NAMES =
      Pattern.compile(
          "\"[^\"]*\"|\\{[^}]*}|\\b(?:by|on|without|ignoring)\\s*\\([^)]*\\)|\\[[^]]*]");

  private static final Pattern NAME = Pattern.compile("(?<![\\w:.])[a-zA-Z_:][\\w:]*");
  private static final Pattern NAMED_BY_PATTERN = Pattern.compile("__name__=~\"([^\"]*)\"");

  /** Files of rules. */
  static List<Path> files() {
    return listed(DIRECTORY, ".rules.yaml");
  }

  /** Files of their tests. */
  static List<Path> tests() {
    return listed(DIRECTORY.resolve("tests"), ".test.yaml");
  }

  private static List<Path> listed(Path directory, String suffix) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every rule of every file. */
  static List<AlertRule> all() {
    List<AlertRule> rules = new ArrayList<>();
    for (Path file : files()) {
      for (JsonNode group : read(file).get("groups")) {
        group.get("rules").forEach(rule -> rules.add(new AlertRule(file, rule)));
      }
    }
    return rules;
  }

  static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return definition.path("alert").asText();
  }

  String annotation(String key) {
    return definition.path("annotations").path(key).asText();
  }

  /** Names in its expression: of metrics, functions and operators. */
  List<String> names() {
    String bare = NO_NAMES.matcher(definition.path("expr").asText()).replaceAll(" ");
    return NAME.matcher(bare).results().map(found -> found.group()).distinct().toList();
  }

  /** Patterns that select metrics by their names. */
  List<Pattern> patterns() {
    return NAMED_BY_PATTERN
        .matcher(definition.path("expr").asText())
        .results()
        .map(found -> Pattern.compile(found.group(1)))
        .toList();
  }

  @Override
  public String toString() {
    return name();
  }
}
