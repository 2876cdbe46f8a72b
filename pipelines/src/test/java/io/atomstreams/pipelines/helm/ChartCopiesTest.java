package io.atomstreams.pipelines.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Helm reads nothing outside of a chart's directory, and the chart installs from a clone with no
 * step before: so it holds copies, and these tests hold them against their sources. With {@code
 * -Datom.golden.write=true} they are made anew.
 */
class ChartCopiesTest {

  private static final Path CONF = Path.of("..", "flink-conf");

  private static boolean isWriting() {
    return Boolean.getBoolean("atom.golden.write");
  }

  @Test
  void theValuesHoldThePipelinesWordForWord() throws IOException {
    String now = ValuesText.upToDate();
    if (isWriting()) {
      Files.writeString(ValuesText.FILE, now);
    }
    assertThat(ValuesText.read(ValuesText.FILE))
        .as("renew with -Datom.golden.write=true")
        .isEqualTo(now);
  }

  @Test
  void theLabelsAreThoseOfTheJobs() throws IOException {
    copies(CONF.resolve("labels"), Chart.DIRECTORY.resolve("labels"), ".yaml");
  }

  @Test
  void theAlertRulesAreThoseOfPrometheusAlone() throws IOException {
    copies(CONF.resolve("prometheus"), Chart.DIRECTORY.resolve("rules"), ".rules.yaml");
  }

  private static void copies(Path source, Path copy, String suffix) throws IOException {
    Map<String, String> wanted = texts(source, suffix);
    if (isWriting()) {
      for (Map.Entry<String, String> one : wanted.entrySet()) {
        Files.createDirectories(copy);
        Files.writeString(copy.resolve(one.getKey()), one.getValue());
      }
    }
    assertThat(texts(copy, suffix)).as("renew with -Datom.golden.write=true").isEqualTo(wanted);
  }

  private static Map<String, String> texts(Path directory, String suffix) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(one -> one.toString().endsWith(suffix)).toList()) {
          texts.put(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    return texts;
  }

  /** What Prometheus fills in must come through Helm as it is. */
  @Test
  void rulesAndDashboardsComeThroughUnchanged() throws IOException {
    List<JsonNode> manifests =
        new Chart(Chart.DIRECTORY).manifests(ValuesProfile.of("production").files());
    Map<String, String> rules = texts(Chart.DIRECTORY.resolve("rules"), ".rules.yaml");
    List<JsonNode> rendered = Chart.ofKind(manifests, "PrometheusRule");
    assertThat(rendered).hasSize(rules.size());
    for (Map.Entry<String, String> file : rules.entrySet()) {
      String name = file.getKey().replace(".rules.yaml", "");
      assertThat(rendered)
          .filteredOn(one -> Chart.title(one).equals("PrometheusRule atom-atom-streams-" + name))
          .singleElement()
          .satisfies(one -> assertThat(one.path("spec")).isEqualTo(Chart.yaml(file.getValue())));
    }
    for (Map.Entry<String, String> file :
        texts(Chart.DIRECTORY.resolve("dashboards"), ".json").entrySet()) {
      assertThat(Chart.ofKind(manifests, "ConfigMap"))
          .filteredOn(one -> one.path("data").has(file.getKey()))
          .singleElement()
          .satisfies(
              one ->
                  assertThat(Chart.yaml(one.path("data").path(file.getKey()).asText()))
                      .isEqualTo(Chart.yaml(file.getValue())));
    }
  }
}
