package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job is stopped and goes on from its savepoint with fewer and with more subtasks, while events
 * keep coming: no one can tell from the topics.
 */
@Timeout(300)
class ScoringSavepointTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final int PER_PHASE = 6_000;

  @TempDir Path directory;

  @Test
  void goesOnWithAnotherParallelism() throws Exception {
    EventClock clock = new EventClock(0, START.plus(Duration.ofDays(400)).toEpochMilli(), 1e-6);
    ScoringConfig config = TestSettings.in(directory).withClock(clock);
    var simulator =
        new RetailSimulator(
            SimulatorOptions.of(3, START, 1_000).withFaults(SimulatedIntakes.FAULTS));
    var events = new WithRegulars(simulator);
    Map<String, String> settings = Map.of("execution.checkpointing.interval", "1s");
    try (TestInstallation installation = TestInstallation.start(directory, settings);
        OutcomeCount count = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED)) {
      JobID job = installation.startJob(config);
      feed(events, installation);
      PacedFeed.await(count::accounted, PER_PHASE, () -> {});
      String savepoint = installation.stop(job);

      feed(events, installation);
      job = installation.startJob(config, 1, savepoint);
      PacedFeed.await(count::accounted, 2 * PER_PHASE, () -> {});
      savepoint = installation.stop(job);

      feed(events, installation);
      job = installation.startJob(config, 2, savepoint);
      PacedFeed.await(count::accounted, 3 * PER_PHASE, () -> {});
      installation.stop(job);

      assertThat(installation.openTransactions()).isEmpty();
      RecordedRun run = installation.read();
      assertThat(RunCheck.problems(run, config)).isEmpty();
      assertThat(run.inputs()).hasSize(3 * PER_PHASE);
      assertThat(run.takenBack()).isZero();
    }
  }

  private static void feed(Iterator<FeedEvent> events, TestInstallation installation) {
    PacedFeed feed = new PacedFeed(events, PER_PHASE, 1e6, installation.client());
    feed.run();
    feed.check();
  }
}
