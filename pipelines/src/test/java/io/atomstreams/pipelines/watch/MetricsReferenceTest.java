package io.atomstreams.pipelines.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.metrics.AtomMetric.Job;
import io.atomstreams.operators.metrics.MetricLabel;
import io.atomstreams.operators.metrics.MetricLabel.Beyond;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of our metrics in the reference are made from the list; {@code -Datom.docs.write=true}
 * writes them anew.
 */
class MetricsReferenceTest {

  static final Path REFERENCE = Path.of("..", "flink-conf", "METRICS.md");
  private static final String BEGIN = "<!-- metrics:begin -->\n";
  private static final String END = "<!-- metrics:end -->";

  @Test
  void theReferenceDescribesEveryMetric() throws IOException {
    String text = Files.readString(REFERENCE);
    assertThat(text).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    if (Boolean.getBoolean("atom.docs.write")) {
      Files.writeString(REFERENCE, text.substring(0, from) + tables() + text.substring(to));
      return;
    }
    assertThat(text.substring(from, to))
        .as(
            "METRICS.md is stale; write its tables anew: ./mvnw -pl pipelines -am test"
                + " -Dtest=MetricsReferenceTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Datom.docs.write=true")
        .isEqualTo(tables());
  }

  private static String tables() {
    StringBuilder text = new StringBuilder();
    for (Job job : Job.values()) {
      text.append("### The ").append(word(job)).append(" job\n\n");
      text.append("| name | type | unit | labels | what |\n|---|---|---|---|---|\n");
      Arrays.stream(AtomMetric.values())
          .filter(metric -> metric.jobs().contains(job))
          .forEach(metric -> text.append(row(metric)));
      text.append('\n');
    }
    text.append("### Labels\n\n| label | values | at most | beyond that |\n|---|---|---:|---|\n");
    for (MetricLabel label : MetricLabel.values()) {
      text.append(
          "| `%s` | %s | %d | %s |\n"
              .formatted(label.key(), label.which(), label.most(), beyond(label)));
    }
    return text.toString();
  }

  private static String row(AtomMetric metric) {
    String labels =
        metric.labels().stream()
            .map(label -> "`" + label.key() + "`")
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            metric.exportedName().substring(AtomMetric.OPERATOR.length()),
            word(metric.kind()),
            word(metric.unit()),
            labels,
            metric.meaning());
  }

  private static String beyond(MetricLabel label) {
    return label.beyond() == Beyond.OLDEST_LEAVES
        ? "the one not used for longest ends"
        : "`" + MetricLabel.OTHER + "`";
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
