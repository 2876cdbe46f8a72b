package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import io.atomstreams.pipelines.tracking.Accounting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job with features of products, devices and sessions loses its task manager while records wait
 * for answers, and goes on from a savepoint with fewer subtasks.
 */
@Timeout(600)
class OtherEntitiesRecoveryTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final int EVENTS = 24_000;
  private static final double PER_SECOND = 4_000;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "execution.checkpointing.interval", "500ms",
          "execution.checkpointing.min-pause", "100ms",
          "restart-strategy.exponential-delay.max-backoff", "500ms");

  @TempDir Path directory;

  @Test
  void everyEntityCountsEveryEventOnceThroughAKillAndARescale() throws Exception {
    EventClock clock = new EventClock(0, START.plus(Duration.ofDays(400)).toEpochMilli(), 1e-6);
    ScoringConfig config = ManyEntities.config(directory).withClock(clock);
    var events =
        new WithRegulars(
            new RetailSimulator(
                SimulatorOptions.of(5, START, 2_000).withFaults(SimulatedIntakes.FAULTS)));
    RecordedRun run;
    try (TestInstallation installation = TestInstallation.start(directory, SETTINGS);
        OutcomeCount count = new OutcomeCount(installation, IsolationLevel.READ_UNCOMMITTED);
        OutcomeCount settled = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED)) {
      EmbeddedFlink flink = installation.flink();
      JobID job = installation.startJob(config);
      PacedFeed feed = new PacedFeed(events, EVENTS / 2, PER_SECOND, installation.client());
      Thread feeding = new Thread(feed, "feed");
      feeding.start();
      PacedFeed.await(count::accounted, EVENTS / 5, feed::check);
      flink.killTaskManager(0);
      flink.startTaskManager();
      PacedFeed.await(settled::accounted, EVENTS / 2, feed::check);
      feeding.join();
      String savepoint = installation.stop(job);

      job = installation.startJob(config, 1, savepoint);
      PacedFeed rest = new PacedFeed(events, EVENTS / 2, PER_SECOND, installation.client());
      rest.run();
      rest.check();
      PacedFeed.await(settled::accounted, EVENTS, () -> {});
      installation.stop(job);
      run = installation.read();
    }
    Accounting account = RunCheck.accounting(run, "");
    assertThat(account.exact()).as(account.toString()).isTrue();
    assertThat(account.in()).isEqualTo(EVENTS);
    assertThat(run.takenBack()).as("records of aborted transactions").isPositive();

    Map<SourcePosition, Event> byPosition = events(run, config);
    Map<SourcePosition, Integer> asked = ManyEntities.check(config, log(run), byPosition::get);
    assertThat(asked).hasSize((int) account.scored());
    assertThat(asked.values()).anyMatch(entities -> entities > 4);
  }

  private static Map<SourcePosition, FeatureRecord> log(RecordedRun run) {
    Map<SourcePosition, FeatureRecord> log = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : run.committed()) {
      if (record.topic().equals(Topic.FEATURES.in(""))) {
        FeatureRecord features = FeatureAvro.read(record.value(), 0);
        assertThat(log.put(features.source(), features)).isNull();
      }
    }
    return log;
  }

  private static Map<SourcePosition, Event> events(RecordedRun run, ScoringConfig config) {
    KafkaEventDeserializer reader = KafkaEndpoints.reader(config);
    Map<SourcePosition, Event> events = new HashMap<>();
    run.inputs()
        .forEach(
            record -> {
              Intake intake = reader.read(record);
              events.put(intake.source(), intake.event());
            });
    return events;
  }
}
