package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.feature.RestorePlan.Fate;
import io.atomstreams.operators.feature.RestorePlan.Finding;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.plan.JobPlan;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plan against savepoints of jobs that really ran, and against what their next start does. */
@Timeout(300)
class JobPlanTest {

  private static final String OF_OTHERS =
      """
          - {name: connected_30d, component: [ship_to], on: [order_placed], window: 30d}
          - {name: of_country_7d, entity: country, aggregate: count, on: [order_placed], window: 7d}
          - {name: sold_7d, entity: product, aggregate: count, on: [order_placed], window: 7d}
      """;
  private static final int EVENTS = 300;

  @TempDir Path directory;

  private static ScoringConfig config(String yaml) {
    return YamlDocument.parse("scoring.yaml", yaml).as(ScoringConfig::of);
  }

  private static String withOthers(String yaml) {
    return yaml.replace("\nalerts:", "\n" + OF_OTHERS + "\nalerts:")
        .replace("\n  list:", "\n  entities: [{name: country, key: ship_to}]\n  list:");
  }

  private static Configuration engine(int parallelism) {
    return new Configuration()
        .set(CoreOptions.DEFAULT_PARALLELISM, parallelism)
        .set(PipelineOptions.MAX_PARALLELISM, 128);
  }

  @Test
  void saysWhatTheNextStartFinds() throws Exception {
    String shipped = Files.readString(ScoringConfigTest.SHIPPED);
    ScoringConfig running =
        config(withOthers(shipped)).withModels(Path.of("..", "testdata", "models").toString());
    try (TestInstallation installation = TestInstallation.start(directory, Map.of())) {
      String savepoint = savepoint(installation, running);

      JobPlan same = JobPlan.of(savepoint, running, engine(2));
      assertThat(same.features()).extracting(Finding::fate).containsOnly(Fate.KEPT);
      assertThat(same.features()).hasSize(running.features().size());
      assertThat(same.dropped()).isEmpty();
      assertThat(same.models().get(0)).isEqualTo(new JobPlan.Model("purchase_30d@1", ""));
      assertThat(same.obstacles()).isEmpty();

      ScoringConfig changed =
          config(
                  withOthers(shipped)
                      .replace("[ship_to], on: [order_placed]", "[ship_to], on: [paid]")
                      .replace(
                          "{name: cart_adds, aggregate: count,",
                          "{name: cart_adds, aggregate: max,")
                      .replace("window: 7d}\n\nalerts", "windows: [7d, 30d]}\n\nalerts")
                      .replace(
                          "    - {name: page_views_7d, aggregate: count, on: [page_view], window: 7d}\n",
                          ""))
              .withModels(running.scorer().serving().models());
      JobPlan plan = JobPlan.of(savepoint, changed, engine(2));
      Map<String, Finding> found =
          plan.features().stream().collect(Collectors.toMap(Finding::feature, Function.identity()));
      assertThat(found.get("orders_90d").fate()).isEqualTo(Fate.KEPT);
      assertThat(found.get("cart_adds_7d").fate()).isEqualTo(Fate.EMPTY);
      assertThat(found.get("of_country_7d").fate()).isEqualTo(Fate.KEPT);
      assertThat(found.get("connected_30d"))
          .isEqualTo(new Finding("connected_30d", Fate.EMPTY, Duration.ofDays(60)));
      assertThat(found.get("sold_7d_7d").fate()).isEqualTo(Fate.KEPT);
      assertThat(found.get("sold_7d_30d").fate()).isEqualTo(Fate.FILLING);
      assertThat(plan.dropped()).hasSize(2).anyMatch(column -> column.contains("page_view"));
      assertThat(plan.models().get(0).reason()).contains("missing: page_views_7d");

      assertThat(JobPlan.of(savepoint, running, engine(256)).obstacles())
          .contains(
              "features cannot have 256 subtasks, its state has 128 key groups; lower parallelism.default");
      assertThat(
              JobPlan.of(savepoint, running, engine(2).set(PipelineOptions.MAX_PARALLELISM, 64))
                  .obstacles())
          .isNotEmpty()
          .allMatch(obstacle -> obstacle.contains("128 key groups for ever"));

      ScoringConfig without = config(shipped).withModels(running.scorer().serving().models());
      JobPlan fewer = JobPlan.of(savepoint, without, engine(2));
      assertThat(fewer.dropped())
          .contains("component-connected_30d: ship_to one order_placed PT720H")
          .anyMatch(column -> column.startsWith("country: "));
      assertThat(fewer.obstacles())
          .hasSize(2)
          .allMatch(obstacle -> obstacle.contains("ignore-unclaimed-state"))
          .anyMatch(obstacle -> obstacle.contains("state of the operator components"))
          .anyMatch(obstacle -> obstacle.contains("state of the operator entities"));
      assertThatThrownBy(() -> installation.startJob(without, 2, savepoint))
          .hasMessageContaining("ended before it ran: FAILED");
      installation.stop(installation.startJob(changed, 2, savepoint));
    }
  }

  private String savepoint(TestInstallation installation, ScoringConfig config) throws Exception {
    var simulator =
        new RetailSimulator(SimulatorOptions.of(3, Instant.parse("2026-01-05T00:00:00Z"), 50));
    JobID job = installation.startJob(config);
    try (OutcomeCount count = new OutcomeCount(installation, IsolationLevel.READ_UNCOMMITTED)) {
      PacedFeed feed = new PacedFeed(simulator, EVENTS, 1e6, installation.client());
      feed.run();
      feed.check();
      PacedFeed.await(count::accounted, EVENTS, () -> {});
    }
    return installation.stop(job);
  }

  @Test
  void whatIsNoSavepointIsNamed() {
    assertThatThrownBy(
            () ->
                JobPlan.of(
                    directory.toString(),
                    config(Files.readString(ScoringConfigTest.SHIPPED)),
                    engine(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("is no savepoint")
        .hasMessageContaining("_metadata");
  }
}
