package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.command.CommandTopic;
import io.atomstreams.pipelines.command.JobCommand;
import io.atomstreams.pipelines.command.JobCommand.Wish;
import io.atomstreams.pipelines.command.JobDesk;
import io.atomstreams.pipelines.command.JobDesk.Answer;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import io.atomstreams.pipelines.tracking.Accounting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that is told to pause takes nothing in, also when it is started anew, and goes on where it
 * was when it is told to. What is no command changes nothing.
 */
@Timeout(300)
class PauseTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final int PER_PHASE = 3_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void takesNothingInWhileItIsPaused() throws Exception {
    EventClock clock = new EventClock(0, START.plus(Duration.ofDays(400)).toEpochMilli(), 1e-6);
    ScoringConfig config = TestSettings.in(directory).withClock(clock);
    var events =
        new WithRegulars(
            new RetailSimulator(
                SimulatorOptions.of(5, START, 1_000).withFaults(SimulatedIntakes.FAULTS)));
    Map<String, String> settings = Map.of("execution.checkpointing.interval", "1s");
    try (TestInstallation installation = TestInstallation.start(directory, settings);
        OutcomeCount count = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED)) {
      writeWhatIsNoCommand(installation);
      JobID job = installation.startJob(config);
      feed(events, installation);
      PacedFeed.await(count::accounted, PER_PHASE, () -> {});

      Answer paused = tell(installation, Wish.PAUSE, "scoring");
      assertThat(paused.isComplete()).as("%s", paused).isTrue();
      assertThat(paused.subtasks()).isEqualTo(2);
      feed(events, installation);
      String savepoint = installation.stop(job);
      assertThat(outcomes(installation)).isEqualTo(PER_PHASE);

      job = installation.startJob(config, 1, savepoint);
      assertThat(tell(installation, Wish.PAUSE, "scoring").subtasks()).isEqualTo(1);
      assertThat(tell(installation, Wish.RESUME, "monitoring").done()).isZero();
      savepoint = installation.stop(job);
      assertThat(outcomes(installation)).isEqualTo(PER_PHASE);

      job = installation.startJob(config, 2, savepoint);
      assertThat(tell(installation, Wish.RESUME, "scoring").isComplete()).isTrue();
      PacedFeed.await(count::accounted, 2 * PER_PHASE, () -> {});
      installation.stop(job);

      RecordedRun run = installation.read();
      assertThat(RunCheck.problems(run, config)).isEmpty();
      assertThat(run.inputs()).hasSize(2 * PER_PHASE);
    }
  }

  private static long outcomes(TestInstallation installation) {
    Accounting account = RunCheck.accounting(installation.read(), "");
    return account.scored()
        + account.updatedOnly()
        + account.duplicates()
        + account.allDeadLetters();
  }

  private static Answer tell(TestInstallation installation, Wish wish, String job) {
    JobDesk desk = new JobDesk(new CommandTopic(installation.client(), ""), Clock.systemUTC());
    Duration patience = job.equals("scoring") ? PATIENCE : Duration.ofSeconds(1);
    return desk.tell(new JobCommand(job, wish, "test", "", 1), patience);
  }

  private static void writeWhatIsNoCommand(TestInstallation installation) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.copyOf(installation.client()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String value :
          new String[] {
            "no JSON",
            "{\"schemaVersion\":2,\"command\":\"pause\",\"job\":\"scoring\"}",
            "{\"schemaVersion\":1,\"command\":\"jump\",\"job\":\"scoring\"}",
            "{\"schemaVersion\":1,\"command\":\"pause\",\"job\":\"another\"}"
          }) {
        producer
            .send(
                new ProducerRecord<>(
                    Topic.COMMANDS.in(""),
                    "scoring".getBytes(StandardCharsets.UTF_8),
                    value.getBytes(StandardCharsets.UTF_8)))
            .get();
      }
    }
  }

  private static void feed(Iterator<FeedEvent> events, TestInstallation installation) {
    PacedFeed feed = new PacedFeed(events, PER_PHASE, 1e6, installation.client());
    feed.run();
    feed.check();
  }
}
