package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.plan.JobPlan;
import io.atomstreams.pipelines.replay.Replay;
import io.atomstreams.pipelines.replay.ReplayOrder;
import io.atomstreams.pipelines.replay.ReplayReport;
import io.atomstreams.pipelines.simulator.FaultShares;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules that remember from Kafka to Kafka, with a task manager killed in between and the rest of
 * the events at another parallelism, from a savepoint; and then again through a replay: every
 * repair and every refusal comes out as it was committed.
 */
@Timeout(600)
class ContractReplayTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final int EVENTS = 5_000;
  private static final FaultShares FAULTS =
      new FaultShares(0.02, 0.03, 0.02, 0.002, 0.001, 0.001, 0.001, 0.001, 0.01);

  @TempDir Path directory;

  @Test
  void whatTheRulesDidIsDoneAgain() throws Exception {
    long wall = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    long end = START.plus(Duration.ofDays(90)).toEpochMilli();
    ScoringConfig config =
        RememberingRules.narrow(directory).withClock(new EventClock(wall, end, 1e-3));
    try (TestInstallation installation =
        TestInstallation.start(
            directory,
            Map.of(
                "execution.checkpointing.interval", "1s",
                "restart-strategy.exponential-delay.max-backoff", "500ms"))) {
      String savepoint = live(installation, config);
      repairsAndRefusalsAreCommitted(installation.read().committed());
      for (int parallelism : new int[] {1, 2}) {
        ReplayReport report = replay(installation, config, parallelism);
        assertThat(report.comparison().orElseThrow().first()).isEmpty();
        assertThat(report.comparison().orElseThrow().isSame()).isTrue();
        assertThat(report.notCompared() + report.unrecorded() + report.pending()).isZero();
        assertThat(report.inputs()).isEqualTo(EVENTS + EVENTS / 2);
        assertThat(report.deadLetters().get("contract")).isGreaterThan(50);
      }
      planNamesWhatRulesRemember(savepoint, config);
    }
  }

  private static String live(TestInstallation installation, ScoringConfig config) throws Exception {
    JobID job = installation.startJob(config);
    RetailSimulator shop =
        new RetailSimulator(SimulatorOptions.of(3, START, 60).withFaults(FAULTS));
    PacedFeed feed = new PacedFeed(shop, EVENTS, 2_000, installation.client());
    Thread feeding = new Thread(feed, "feed");
    feeding.start();
    try (OutcomeCount live = new OutcomeCount(installation, IsolationLevel.READ_UNCOMMITTED);
        OutcomeCount settled = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED)) {
      PacedFeed.await(live::accounted, EVENTS / 2, feed::check);
      installation.flink().killTaskManager(0);
      installation.flink().startTaskManager();
      PacedFeed.await(settled::accounted, EVENTS, feed::check);
      feeding.join();
      String savepoint = installation.stop(job);
      PacedFeed more = new PacedFeed(shop, EVENTS / 2, 1e6, installation.client());
      more.run();
      more.check();
      JobID goneOn = installation.startJob(config, 1, savepoint);
      PacedFeed.await(settled::accounted, EVENTS + EVENTS / 2, () -> {});
      return installation.stop(goneOn);
    }
  }

  private static void repairsAndRefusalsAreCommitted(
      List<ConsumerRecord<byte[], byte[]>> committed) {
    for (String rule : List.of("qty_usual", "device_known", "price_usual")) {
      assertThat(committed)
          .filteredOn(record -> record.topic().equals(Topic.FEATURES.baseName()))
          .extracting(record -> FeatureAvro.read(record.value(), 0))
          .filteredOn((FeatureRecord record) -> record.repaired().contains(rule))
          .hasSizeGreaterThan(3);
    }
    assertThat(committed)
        .filteredOn(record -> record.topic().equals(Topic.DEAD_LETTERS.baseName()))
        .extracting(record -> Headers.text(record.headers(), Headers.DETAIL))
        .contains(
            "rule hours_grow: the value has fallen",
            "rule device_known: device is none of the 2 allowed texts; nothing to repair it with"
                + " is known of the customer");
  }

  private static ReplayReport replay(
      TestInstallation installation, ScoringConfig config, int parallelism) {
    return Replay.run(
        new Replay.Options(
            ScoringConfigTest.SHIPPED.getParent().getParent(),
            config,
            installation.client(),
            ReplayOrder.RECORDED,
            Optional.empty(),
            Optional.empty(),
            parallelism,
            Optional.empty()),
        news -> {});
  }

  /** Without the rules the job would not start from this savepoint; the plan says so. */
  private void planNamesWhatRulesRemember(String savepoint, ScoringConfig config) throws Exception {
    Configuration engine =
        new Configuration()
            .set(CoreOptions.DEFAULT_PARALLELISM, 2)
            .set(PipelineOptions.MAX_PARALLELISM, 128);
    assertThat(JobPlan.of(savepoint, config, engine).obstacles()).isEmpty();
    assertThat(JobPlan.of(savepoint, TestSettings.in(directory), engine).obstacles())
        .singleElement()
        .asString()
        .contains("state of the operator contract", "ignore-unclaimed-state");
  }
}
