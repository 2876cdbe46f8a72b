package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.feature.Aggregations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of aggregations in the README is made from the list; {@code -Datom.docs.write=true}
 * writes it anew.
 */
class AggregationTableTest {

  private static final Path README = Path.of("..", "README.md");
  private static final String BEGIN = "<!-- aggregations:begin -->\n";
  private static final String END = "<!-- aggregations:end -->";

  @Test
  void theReadmeListsEveryAggregation() throws IOException {
    String readme = Files.readString(README);
    assertThat(readme).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
    int from = readme.indexOf(BEGIN) + BEGIN.length();
    int to = readme.indexOf(END);
    if (Boolean.getBoolean("atom.docs.write")) {
      Files.writeString(README, readme.substring(0, from) + table() + readme.substring(to));
      return;
    }
    assertThat(readme.substring(from, to))
        .as(
            "README.md is stale; write the table anew: ./mvnw -pl pipelines -am test"
                + " -Dtest=AggregationTableTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Datom.docs.write=true")
        .isEqualTo(table());
  }

  private static String table() {
    String rows =
        Aggregations.ALL.stream()
            .map(
                entry ->
                    "| `%s` | %s | %s |\n".formatted(entry.name(), entry.summary(), options(entry)))
            .collect(Collectors.joining());
    return "| `aggregate` | computes, over the window | options and their defaults |\n|---|---|---|\n"
        + rows;
  }

  private static String options(Aggregations.Entry entry) {
    return entry.options().isEmpty()
        ? ""
        : "`" + FeatureText.options(entry.name(), entry.options()).replace(", ", "`, `") + "`";
  }
}
