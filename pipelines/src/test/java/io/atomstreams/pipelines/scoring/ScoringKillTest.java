package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.simulator.FaultShares;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import io.atomstreams.pipelines.tracking.Accounting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The task manager is taken away in the middle of a stream with every fault, four times: at a
 * random point; at another, and again while the job restores; and in the middle of a checkpoint.
 * Afterwards everything is in the topics exactly once and to the bit ({@link RunCheck}).
 *
 * <p>{@code -Datom.kill.seed=N} draws other points and another stream, {@code -Datom.kill.events=N}
 * makes it longer or shorter, {@code -Datom.kill.more=N} kills N times in a row while it restores.
 *
 * <h2>Why both views must be equal</h2>
 *
 * Sales and customer events of one entity come from two topics, and how they interleave is a fact
 * of the attempt: one that is taken back may have given an event another {@code sequence} and
 * vector. The last record of the id wins, and all is well. What an event becomes, though, must not
 * change, or there would be records of two kinds and an uncommitted reader would keep both. It does
 * not: late and repeated are judged within one topic, where an entity's records lie in one
 * partition and are read in one order; so are orders, and with them the history alerts are judged
 * against. The feed therefore heeds nothing: it goes on through every failure.
 */
@Timeout(900)
class ScoringKillTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  /** As many as fill eight days and a half with the events; there are no late ones before six. */
  private static final double CUSTOMERS_PER_EVENT = 0.15;

  private static final double PER_SECOND = 5_000;
  private static final FaultShares FAULTS =
      new FaultShares(0.01, 0.02, 0.01, 0.002, 0.001, 0.001, 0.001, 0.001, 0.01);

  private static final Map<String, String> SETTINGS =
      Map.of(
          "execution.checkpointing.interval", "1s",
          "execution.checkpointing.min-pause", "100ms",
          "restart-strategy.exponential-delay.max-backoff", "500ms");

  private final long seed = Long.getLong("atom.kill.seed", 1);
  private final int events = Integer.getInteger("atom.kill.events", 100_000);
  private final int more = Integer.getInteger("atom.kill.more", 1);

  @TempDir Path directory;
  private int taskManager;

  @Test
  void losesAndDoublesNothingWhenTaskManagersAreKilled() throws Exception {
    ScoringConfig config = config();
    RecordedRun run;
    try (TestInstallation installation = TestInstallation.start(directory, SETTINGS);
        OutcomeCount live = new OutcomeCount(installation, IsolationLevel.READ_UNCOMMITTED);
        OutcomeCount settled = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED)) {
      JobID job = installation.startJob(config);
      PacedFeed feed = new PacedFeed(stream(), events, PER_SECOND, installation.client());
      Thread feeding = new Thread(feed, "feed");
      feeding.start();
      killOnTheWay(installation, job, live, feed);
      PacedFeed.await(settled::accounted, events, feed::check);
      feeding.join();
      assertThat(installation.flink().status(job)).isEqualTo(JobStatus.RUNNING);
      installation.stop(job);
      assertThat(installation.openTransactions()).isEmpty();
      run = installation.read();
    }
    Accounting account = RunCheck.accounting(run, "");
    System.out.printf("%s%n%d records were written and taken back%n", account, run.takenBack());
    assertThat(RunCheck.problems(run, config)).isEmpty();
    assertThat(account.in()).isEqualTo(events);
    assertThat(run.takenBack()).as("records of aborted transactions").isPositive();
    // nothing of what was compared is empty
    assertThat(account.scored()).isPositive();
    assertThat(account.duplicates()).isPositive();
    assertThat(account.late()).isPositive();
    assertThat(account.alerts()).isPositive();
    assertThat(account.deadLetters()).hasSizeGreaterThan(5);
  }

  /**
   * Under a clock that stands behind the last simulated day: only what is years ahead is refused.
   */
  private ScoringConfig config() {
    long wall = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    long end = START.plus(Duration.ofDays(60)).toEpochMilli();
    return TestSettings.in(directory).withClock(new EventClock(wall, end, 1e-3));
  }

  private Iterator<FeedEvent> stream() {
    return new WithRegulars(
        new RetailSimulator(
            SimulatorOptions.of(seed, START, (int) (events * CUSTOMERS_PER_EVENT))
                .withFaults(FAULTS)));
  }

  private void killOnTheWay(
      TestInstallation installation, JobID job, OutcomeCount live, PacedFeed feed) {
    Random random = new Random(seed);
    long[] points = random.longs(3, events / 20, events - events / 20).sorted().toArray();
    System.out.printf("seed %d, kills after %s outcomes%n", seed, Arrays.toString(points));
    EmbeddedFlink flink = installation.flink();

    PacedFeed.await(live::accounted, points[0], feed::check);
    kill(flink);

    PacedFeed.await(live::accounted, points[1], feed::check);
    kill(flink);
    for (int i = 0; i < more; i++) {
      LockSupport.parkNanos(random.nextLong(1_000_000_000));
      kill(flink);
    }

    PacedFeed.await(live::accounted, points[2], feed::check);
    awaitRunningCheckpoint(installation.checkpointsOf(job));
    kill(flink);
  }

  private void kill(EmbeddedFlink flink) {
    flink.killTaskManager(taskManager);
    taskManager = flink.startTaskManager();
  }

  private static void awaitRunningCheckpoint(Path checkpoints) {
    while (!isCheckpointRunning(checkpoints)) {
      LockSupport.parkNanos(100_000);
    }
  }

  /** One that has a directory and no metadata yet. */
  private static boolean isCheckpointRunning(Path checkpoints) {
    try (Stream<Path> found = Files.list(checkpoints)) {
      return found
          .filter(path -> path.getFileName().toString().startsWith("chk-"))
          .anyMatch(path -> Files.exists(path) && Files.notExists(path.resolve("_metadata")));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
