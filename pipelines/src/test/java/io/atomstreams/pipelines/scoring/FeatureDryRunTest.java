package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.scoring.FeatureDryRun.Change;
import io.atomstreams.pipelines.scoring.FeatureDryRun.Finding;
import io.atomstreams.pipelines.scoring.FeatureDryRun.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureDryRunTest {

  private final String shipped = Files.readString(ScoringConfigTest.SHIPPED);
  private final ScoringConfig inUse = config(shipped);
  private final List<Intake> intakes = SimulatedIntakes.of(7, 6_000, inUse).all();

  FeatureDryRunTest() throws IOException {}

  private static ScoringConfig config(String yaml) {
    return YamlDocument.parse("scoring.yaml", yaml).as(ScoringConfig::of);
  }

  private Report run(String proposed) {
    FeatureDryRun run = new FeatureDryRun(inUse, config(proposed));
    intakes.forEach(run::accept);
    return run.report();
  }

  private static Map<String, Finding> byName(Report report) {
    return report.findings().stream().collect(Collectors.toMap(Finding::name, Function.identity()));
  }

  @Test
  void theSameListChangesNothing() {
    Report report = run(shipped);
    assertThat(report.events() + report.refused()).isEqualTo(6_000);
    assertThat(report.refused()).isPositive();
    assertThat(report.vectors()).isPositive();
    assertThat(report.entities()).isPositive();
    assertThat(report.findings()).extracting(Finding::name).isEqualTo(inUse.features().names());
    assertThat(report.findings())
        .allSatisfy(
            finding -> {
              assertThat(finding.change()).isEqualTo(Change.SAME);
              assertThat(finding.differs()).isZero();
              assertThat(finding.missing() + finding.values().getCount())
                  .isEqualTo(report.vectors());
            });
  }

  @Test
  void judgesEventsAsTheRulesInUseThatRememberWould(@TempDir Path directory) {
    ScoringConfig narrow = RememberingRules.narrow(directory);
    FeatureDryRun run = new FeatureDryRun(narrow, inUse);
    intakes.forEach(run::accept);

    long accepted =
        OfflineRun.outputs(intakes, narrow).stream()
            .filter(o -> o instanceof FeatureRecord record && record.outcome() != Outcome.DUPLICATE)
            .count();
    assertThat(run.report().events()).isEqualTo(accepted).isLessThan(run(shipped).events() - 100);
  }

  @Test
  void saysWhatIsNewGoneOrDifferent() {
    String proposed =
        shipped
            .replace(
                "{name: order_value_mean_90d, aggregate: mean,",
                "{name: mean_now, aggregate: mean,")
            .replace("aggregate: gap_mean, on: [order_placed]", "aggregate: gap_mean, on: [paid]")
            .replace("{name: return_rate_90d,", "{name: return_rate_90d, default: 0,");
    Report report = run(proposed);
    Map<String, Finding> before = byName(run(shipped));
    Map<String, Finding> found = byName(report);

    assertThat(found.get("mean_now").change()).isEqualTo(Change.NEW);
    Finding gone = found.get("order_value_mean_90d");
    assertThat(gone.change()).isEqualTo(Change.GONE);
    assertThat(report.findings()).last().isEqualTo(gone);
    // the same declaration under another name: the same values
    assertThat(found.get("mean_now").values()).hasToString(gone.values().toString());

    Finding gap = found.get("order_gap_mean_days");
    assertThat(gap.change()).isEqualTo(Change.CHANGED);
    assertThat(gap.differs()).isPositive().isLessThanOrEqualTo(report.vectors());
    // every order has a value of its own, so the rate never was without one
    assertThat(found.get("return_rate_90d").missing()).isZero();
    assertThat(found.get("spend_90d").change()).isEqualTo(Change.SAME);
    assertThat(found.get("spend_90d").values())
        .hasToString(before.get("spend_90d").values().toString());
  }

  @Test
  void readsEveryVectorOnceAsTheJobDoes() {
    Map<String, Finding> found = byName(run(shipped));
    // an order is in its own window, and alone in it at least once
    assertThat(found.get("orders_90d").values().getMin()).isEqualTo(1);
    assertThat(found.get("orders_1h").values().getMax())
        .isLessThanOrEqualTo(found.get("orders_90d").values().getMax());
    assertThat(found.get("order_gap_mean_days").missing()).isPositive();
  }
}
