package io.atomstreams.pipelines.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atomstreams.operators.metrics.AtomMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of the alert rules without Prometheus. */
class AlertRulesTest {

  private static final Path RUNBOOK = Path.of("..", "helm", "RUNBOOK.md");
  private static final String LINK = "{{ $externalLabels.runbook }}helm/RUNBOOK.md#";
  private static final Pattern ENGINE_ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");

  /** Of PromQL, as far as the rules use it. */
  private static final Set<String> WORDS =
      Set.of(
          "abs",
          "absent",
          "and",
          "avg_over_time",
          "bool",
          "count",
          "deriv",
          "increase",
          "last_over_time",
          "max",
          "max_over_time",
          "min",
          "offset",
          "or",
          "rate",
          "sum",
          "time",
          "unless");

  static List<AlertRule> rules() {
    return AlertRule.all();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void saysHowBadItIsAndWhatToDo(AlertRule rule) throws IOException {
    assertThat(rule.name()).startsWith("Atom");
    assertThat(rule.definition().at("/labels/severity").asText()).isIn("warning", "critical");
    assertThat(rule.definition().path("for").asText()).matches("\\d+[mh]");
    assertThat(rule.annotation("summary")).isNotBlank();
    assertThat(rule.annotation("description")).isNotBlank();
    assertThat(rule.annotation("runbook_url"))
        .isEqualTo(LINK + rule.name().toLowerCase(Locale.ROOT));
    assertThat(Files.readString(RUNBOOK)).contains("\n### " + rule.name() + "\n");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void looksAtMetricsThatExist(AlertRule rule) throws IOException {
    Set<String> known = known();
    assertThat(rule.names())
        .filteredOn(name -> !WORDS.contains(name) && !name.matches("\\d.*|e\\d+"))
        .isSubsetOf(known);
    assertThat(rule.patterns())
        .allSatisfy(pattern -> assertThat(known).anyMatch(pattern.asMatchPredicate()));
  }

  /** Jobs have the same names in every installation. */
  @ParameterizedTest
  @MethodSource("rules")
  void tellsInstallationsApart(AlertRule rule) {
    assertThat(GROUPING.matcher(rule.definition().path("expr").asText()).results())
        .extracting(grouping -> List.of(grouping.group(1).split(", ")))
        .filteredOn(labels -> labels.contains("job_name"))
        .allSatisfy(labels -> assertThat(labels).contains("namespace"));
  }

  @Test
  void eachIsTestedFiringAndNot() {
    Map<String, Set<Boolean>> tested = new HashMap<>();
    for (Path file : AlertRule.tests()) {
      for (JsonNode test : AlertRule.read(file).get("tests")) {
        for (JsonNode one : test.get("alert_rule_test")) {
          tested
              .computeIfAbsent(one.get("alertname").asText(), name -> new HashSet<>())
              .add(!one.get("exp_alerts").isEmpty());
        }
      }
    }
    assertThat(rules()).isNotEmpty();
    assertThat(tested.keySet())
        .containsExactlyInAnyOrderElementsOf(rules().stream().map(AlertRule::name).toList());
    assertThat(tested.values()).allSatisfy(ways -> assertThat(ways).containsExactly(false, true));
  }

  @Test
  void theRunbookKnowsNoAlertThatIsGone() throws IOException {
    Set<String> names = rules().stream().map(AlertRule::name).collect(Collectors.toSet());
    assertThat(Files.readString(RUNBOOK).lines().filter(line -> line.startsWith("### Atom")))
        .allSatisfy(line -> assertThat(names).contains(line.substring("### ".length())));
  }

  private static Set<String> known() throws IOException {
    Set<String> known =
        Arrays.stream(AtomMetric.values())
            .map(AtomMetric::exportedName)
            .collect(Collectors.toCollection(HashSet::new));
    String reference = Files.readString(MetricsReferenceTest.REFERENCE);
    String engine =
        reference.substring(
            reference.indexOf("<!-- engine:begin -->"), reference.indexOf("<!-- engine:end -->"));
    ENGINE_ROW.matcher(engine).results().forEach(row -> known.add(row.group(1)));
    return known;
  }
}
