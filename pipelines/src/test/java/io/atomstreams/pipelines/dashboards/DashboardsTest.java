package io.atomstreams.pipelines.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.atomstreams.operators.metrics.AtomMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dashboards are what their descriptions say, and hold to the rules of what Grafana imports. To
 * write them anew: {@code ./mvnw -pl pipelines -am test -Dtest=DashboardsTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Ddashboards.write=true}.
 */
class DashboardsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final boolean WRITE = Boolean.getBoolean("dashboards.write");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_]+)");
  private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");

  /** Grafana's own. */
  private static final Set<String> BUILT_IN = Set.of("__rate_interval", "__range");

  static List<String> names() {
    return DashboardSpec.names();
  }

  @BeforeAll
  static void writeThemIfAsked() throws IOException {
    if (WRITE) {
      for (String name : names()) {
        Files.writeString(
            GrafanaDashboard.file(name), GrafanaDashboard.text(name, DashboardSpec.read(name)));
      }
    }
  }

  @Test
  void thereAreSix() {
    assertThat(names())
        .containsExactly(
            "data-quality",
            "features",
            "flink-health",
            "learning-and-drift",
            "models-and-rollout",
            "overview");
  }

  @ParameterizedTest
  @MethodSource("names")
  void isWhatItsDescriptionSays(String name) throws IOException {
    String text = GrafanaDashboard.text(name, DashboardSpec.read(name));

    assertThat(GrafanaDashboard.file(name)).hasContent(text);
  }

  @Test
  void thereIsNoOtherFileThanThoseDescribed() throws IOException {
    try (Stream<Path> files = Files.list(GrafanaDashboard.DIRECTORY)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(file -> file.endsWith(".json"))
          .containsExactlyInAnyOrderElementsOf(
              names().stream().map(name -> name + ".json").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void fitsTheSchema(String name) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                Files.readString(
                    DashboardSpec.directory().resolve("grafana-dashboard.schema.json")));

    assertThat(schema.validate(read(name))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasPanelsWithIdsOfTheirOwnThatDoNotOverlap(String name) throws IOException {
    Set<String> cells = new HashSet<>();
    List<Integer> ids = new ArrayList<>();
    for (JsonNode panel : read(name).get("panels")) {
      ids.add(panel.get("id").intValue());
      JsonNode place = panel.get("gridPos");
      int right = place.get("x").intValue() + place.get("w").intValue();
      assertThat(right).as(panel.get("title").asText()).isLessThanOrEqualTo(PanelLayout.COLUMNS);
      for (int x = place.get("x").intValue(); x < right; x++) {
        int bottom = place.get("y").intValue() + place.get("h").intValue();
        for (int y = place.get("y").intValue(); y < bottom; y++) {
          assertThat(cells.add(x + "," + y)).as("%s at %d,%d", panel.get("title"), x, y).isTrue();
        }
      }
    }

    assertThat(ids).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("names")
  void usesNoVariableThatItDoesNotHave(String name) throws IOException {
    JsonNode dashboard = read(name);
    Set<String> known =
        StreamSupport.stream(dashboard.at("/templating/list").spliterator(), false)
            .map(variable -> variable.get("name").asText())
            .collect(Collectors.toSet());
    known.addAll(BUILT_IN);
    Set<String> used =
        VARIABLE
            .matcher(dashboard.get("panels").toString() + dashboard.get("annotations"))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    assertThat(known).containsAll(used);
    assertThat(used).containsAll(DashboardSpec.read(name).variables());
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasTitlesOfTheirOwnAndLegendsWithLabelsThatTheAnswersHave(String name) {
    List<DashboardSpec.Panel> panels = panels(name);

    assertThat(panels).extracting(DashboardSpec.Panel::title).doesNotHaveDuplicates();
    for (DashboardSpec.Panel panel : panels) {
      for (DashboardSpec.Query query : panel.queries()) {
        Set<String> asked =
            LABEL
                .matcher(query.legend())
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toSet());
        Set<String> answered =
            BY.matcher(query.expr())
                .results()
                .flatMap(found -> Arrays.stream(found.group(1).split(",")))
                .map(String::strip)
                .collect(Collectors.toSet());
        assertThat(answered).as(panel.title()).containsAll(asked);
      }
    }
  }

  /** A name that is written out would not follow the catalogue. */
  @ParameterizedTest
  @MethodSource("names")
  void namesOurMetricsByTheCatalogue(String name) {
    assertThat(panels(name))
        .flatExtracting(DashboardSpec.Panel::queries)
        .extracting(DashboardSpec.Query::expr)
        .noneMatch(expr -> expr.contains("_" + AtomMetric.GROUP + "_"));
  }

  @Test
  void everyMetricIsOnADashboardOrItIsSaidWhyNot() {
    Set<String> shown = new TreeSet<>();
    for (String name : names()) {
      panels(name).stream()
          .flatMap(panel -> panel.queries().stream())
          .flatMap(query -> Pattern.compile("@([A-Z_]+)").matcher(query.expr()).results())
          .map(MatchResult::group)
          .forEach(found -> shown.add(found.substring(1)));
    }

    assertThat(Arrays.stream(AtomMetric.values()).map(Enum::name))
        .filteredOn(metric -> !shown.contains(metric))
        .containsExactlyInAnyOrderElementsOf(NOT_SHOWN);
  }

  /** Figures for who compares models: atom report and the topic evaluations show them. */
  private static final List<String> NOT_SHOWN =
      List.of(
          "EVALUATION_END",
          "BRIER",
          "BRIER_BASE_RATE",
          "ERROR_NO_CHANGE",
          "AUC_UNCERTAINTY",
          "KAPPA",
          "KAPPA_MAJORITY",
          "KAPPA_TEMPORAL",
          "FAIRNESS_PARITY_DIFFERENCE",
          "FAIRNESS_PARITY_RATIO",
          "FAIRNESS_OPPORTUNITY_DIFFERENCE",
          "CONFORMAL_THRESHOLD",
          "SET_SIZE",
          "PRECISION",
          "RECALL");

  @ParameterizedTest
  @MethodSource("names")
  void sendsToPagesOfTheRunbookThatAnAlertHas(String name) throws IOException {
    Set<String> anchors =
        AlertRules.read().stream()
            .map(alert -> alert.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());

    assertThat(panels(name))
        .extracting(DashboardSpec.Panel::runbook)
        .filteredOn(Objects::nonNull)
        .isNotEmpty()
        .allMatch(anchors::contains);
  }

  private static List<DashboardSpec.Panel> panels(String name) {
    return DashboardSpec.read(name).rows().stream().flatMap(row -> row.panels().stream()).toList();
  }

  private static JsonNode read(String name) throws IOException {
    return JSON.readTree(GrafanaDashboard.file(name).toFile());
  }
}
