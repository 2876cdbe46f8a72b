package io.atomstreams.pipelines.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.watch.RealPrometheus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A running {@code atom demo}, as it is seen from outside: by a real Prometheus that is asked all
 * that dashboards and alerts ask, and by a real browser that shows Flink's web UI.
 */
@Tag("watch")
class WatchedDemoTest {

  @TempDir static Path directory;

  private static RunningDemo demo;
  private static RealPrometheus prometheus;

  @BeforeAll
  static void start() throws IOException {
    demo = RunningDemo.start(directory, "--learn", "--profiles", "--rate", "500");
    prometheus =
        RealPrometheus.start(
            directory.resolve("prometheus"),
            RealPrometheus.Settings.scraping(demo.metrics()).with(AlertRules.files()));
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  void everyQuestionOfADashboardHasAnAnswerOrItIsSaidWhyNot() {
    Questions questions = Questions.ofDashboards();
    List<String> expected = places(questions);

    assertThat(questions.size()).isGreaterThan(80);
    assertThat(questions.unanswered(prometheus, expected)).isEmpty();
    assertThat(questions.notEmpty(prometheus, expected)).isEmpty();
  }

  @Test
  void whatAnAlertLooksAtIsThereOrItIsSaidWhyNot() throws IOException {
    Questions questions = Questions.ofAlerts();
    List<String> expected = places(questions);

    assertThat(questions.size()).isGreaterThan(30);
    assertThat(questions.unanswered(prometheus, expected)).isEmpty();
    assertThat(questions.notEmpty(prometheus, expected)).isEmpty();
  }

  /** Prometheus refuses a query that it cannot read, or whose sides do not match one to one. */
  @Test
  void everyAlertCanBeAsked() throws IOException {
    for (AlertRules.Alert alert : AlertRules.read()) {
      assertThat(prometheus.query(alert.expr()).isArray()).as(alert.name()).isTrue();
    }
  }

  @Test
  void theReasonsAreThoseOfQuestionsThatAreAsked() throws IOException {
    Questions dashboards = Questions.ofDashboards();
    Questions alerts = Questions.ofAlerts();

    assertThat(ExpectedEmpty.read().keySet())
        .allMatch(place -> dashboards.asks(place) || alerts.asks(place));
  }

  @Test
  void theWebUiNamesTheStagesOfEachJob() throws IOException {
    WebUi ui = new WebUi(demo.webUi(), directory.resolve("browser"));
    Map<String, List<String>> stages =
        Map.of(
            "scoring", List.of("Source: events", "features -> scoring", "Source: backfill"),
            "monitoring", List.of("Source: records -> profile parts", "profiles -> outputs"),
            "learning",
                List.of(
                    "Source: scores and answers",
                    "label join -> (dead letters to write",
                    "learner churn_ftrl -> (",
                    "evaluations of churn_30d",
                    "detector churn_loss",
                    "evidence of churn_champion -> decisions"));

    for (Map.Entry<String, List<String>> job : stages.entrySet()) {
      assertThat(ui.overview(job.getKey(), job.getValue())).contains(job.getValue());
    }
  }

  /** A second input without watermarks would hide that of the events. */
  @Test
  void theWebUiShowsHowFarTheFeaturesAre() throws IOException {
    WebUi ui = new WebUi(demo.webUi(), directory.resolve("browser"));

    assertThat(ui.watermarks("scoring", "features"))
        .contains("Datetime of Watermark Timestamp")
        .doesNotContain("No Watermark");
  }

  private static List<String> places(Questions questions) {
    return ExpectedEmpty.read().keySet().stream().filter(questions::asks).toList();
  }
}
