package io.atomstreams.pipelines.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.pipelines.monitoring.MonitoringConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.training.FeatureLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code atom demo} does, without the terminal. */
@Timeout(300)
class DemoRunTest {

  private static final Path HOME = Path.of("..");

  @TempDir Path output;

  @Test
  void simulatedEventsAllHaveOneOutcomeAndAreWrittenToFiles() throws IOException {
    Clock clock = Clock.systemUTC();
    SimulatedFeed feed =
        SimulatedFeed.of(7, 4_000, OptionalDouble.of(2_000), OptionalDouble.empty());
    ScoringConfig config = config().withClock(feed.clock(clock.millis()));

    Summary summary = run(feed, config, Optional.of(monitoring()), 4_000, clock);

    assertThat(summary.isExact()).isTrue();
    assertThat(summary.in()).isEqualTo(4_000);
    assertThat(summary.lines()).isEqualTo(4_000);
    assertThat(summary.duplicates()).isPositive();
    assertThat(summary.deadLetters()).isPositive();
    assertThat(summary.modelVersion()).isEqualTo("purchase_30d@1");
    List<FeatureRecord> log = FeatureLog.read(output.resolve("features.jsonl"));
    assertThat(log).hasSize((int) (4_000 - summary.deadLetters()));
    assertThat(log.stream().filter(FeatureRecord::scored)).hasSize((int) summary.scored());
    assertThat(Files.readAllLines(output.resolve("predictions.jsonl")))
        .hasSize((int) summary.scored());
    assertThat(summary.toJson()).startsWith("{\"lines\":4000,\"in\":4000,").doesNotContain("exact");
  }

  @Test
  void everyLineOfAMappedFileIsAccountedForAndWithoutAModelTheBaseRateScores() {
    Path csv = HOME.resolve("testdata/streams/invoices.csv");
    Path mapping = HOME.resolve("testdata/mappings/online-retail.yaml");
    MappedFeed feed = MappedFeed.open(csv, mapping, 0);
    ScoringConfig config = config().withModels(output.resolve("none").toString());

    Summary summary = run(feed, config, Optional.empty(), Long.MAX_VALUE, Clock.systemUTC());

    assertThat(summary.isExact()).isTrue();
    assertThat(summary.in()).isPositive();
    assertThat(summary.lines()).isGreaterThan(summary.in());
    assertThat(summary.ignoredLines()).containsKeys("bad_debt", "stock_adjustment");
    assertThat(summary.modelVersion()).isEqualTo("base_rate");
  }

  private static ScoringConfig config() {
    ScoringConfig config = ScoringConfig.read(HOME.resolve("flink-conf/pipelines/scoring.yaml"));
    return config.withModels(HOME.resolve("testdata/models").toString());
  }

  private static MonitoringConfig monitoring() {
    return MonitoringConfig.read(HOME.resolve("flink-conf/pipelines/monitoring.yaml"))
        .withWindow(Duration.ofSeconds(1));
  }

  private Summary run(
      DemoFeed feed,
      ScoringConfig config,
      Optional<MonitoringConfig> monitoring,
      long limit,
      Clock clock) {
    DemoOptions options =
        new DemoOptions(
            HOME.resolve("flink-conf"),
            config,
            limit,
            Optional.of(output),
            monitoring,
            Optional.empty(),
            Optional.empty(),
            DemoOptions.WantedPorts.any());
    List<String> news = new ArrayList<>();
    try (feed;
        DemoRun run = new DemoRun(options, feed, clock)) {
      run.start(news::add);
      while (!run.isDone()) {
        DemoRun.pause();
        assertThat(run.snapshot().sent()).isLessThanOrEqualTo(limit);
      }
      assertThat(news).anySatisfy(line -> assertThat(line).contains("web UI"));
      return run.finish();
    }
  }
}
