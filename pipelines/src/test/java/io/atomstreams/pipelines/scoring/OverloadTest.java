package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.simulator.FaultShares;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import io.atomstreams.pipelines.tracking.Accounting;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The feed is three times as fast as the job can be, whose sink is slow: what the job cannot take
 * stays in Kafka, and nowhere else; afterwards it catches up, and everything is in the topics
 * exactly once and to the bit ({@link RunCheck}).
 *
 * <p>{@code -Datom.overload.events=N} makes it longer or shorter.
 */
@Timeout(900)
class OverloadTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final double CUSTOMERS_PER_EVENT = 0.15;
  private static final FaultShares FAULTS =
      new FaultShares(0.01, 0.02, 0.01, 0.002, 0.001, 0.001, 0.001, 0.001, 0.01);

  private static final double SUBTASK_PER_SECOND = 1_500;
  private static final int SUBTASKS = 2;
  private static final double OVERLOAD = 3;

  /** What the network buffers between two subtasks each and two micro-batches may come to. */
  private static final long MOST_IN_THE_JOB = 8_000;

  private static final long MEGABYTE = 1 << 20;
  private static final long MOST_GROWTH = 96 * MEGABYTE;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "execution.checkpointing.interval", "1s",
          "execution.checkpointing.min-pause", "100ms");

  private final int events = Integer.getInteger("atom.overload.events", 60_000);

  @TempDir Path directory;

  /** How the job was when the last event had been sent. */
  private record Peak(long done, long inTheJob, long heapBytes) {}

  @Test
  void losesNothingAndKeepsTheBacklogInKafka() throws Exception {
    ScoringConfig config = config();
    List<FeedEvent> stream = stream();
    RecordedRun run;
    Peak before;
    Peak peak;
    try (TestInstallation installation = TestInstallation.start(directory, SETTINGS);
        OutcomeCount live = new OutcomeCount(installation, IsolationLevel.READ_UNCOMMITTED);
        OutcomeCount settled = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED)) {
      JobID job =
          installation.startJob(
              config, SlowSink.of(config, installation.client(), SUBTASK_PER_SECOND));
      before = peak(installation, live);
      double perSecond = OVERLOAD * SUBTASKS * SUBTASK_PER_SECOND;
      PacedFeed feed = new PacedFeed(stream.iterator(), events, perSecond, installation.client());
      Thread feeding = new Thread(feed, "feed");
      feeding.start();
      feeding.join();
      feed.check();
      peak = peak(installation, live);
      PacedFeed.await(settled::accounted, events, feed::check);
      assertThat(installation.flink().status(job)).isEqualTo(JobStatus.RUNNING);
      installation.stop(job);
      assertThat(installation.openTransactions()).isEmpty();
      run = installation.read();
    }
    System.out.printf("%s, then %s%n", before, peak);
    assertThat(peak.done()).as("the job was overloaded").isLessThan(events / 2);
    assertThat(peak.inTheJob()).as("read and without an outcome").isBetween(0L, MOST_IN_THE_JOB);
    assertThat(peak.heapBytes() - before.heapBytes()).isLessThan(MOST_GROWTH);
    check(run, config);
  }

  private void check(RecordedRun run, ScoringConfig config) {
    Accounting account = RunCheck.accounting(run, "");
    assertThat(run.takenBack()).as("records of aborted transactions").isZero();
    assertThat(RunCheck.problems(run, config)).isEmpty();
    assertThat(account.exact()).as(account.toString()).isTrue();
    assertThat(account.in()).isEqualTo(events);
    assertThat(account.scored()).isPositive();
    assertThat(account.duplicates()).isPositive();
    assertThat(account.deadLetters()).hasSizeGreaterThan(5);
  }

  private ScoringConfig config() {
    long wall = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    long end = START.plus(Duration.ofDays(60)).toEpochMilli();
    return TestSettings.in(directory).withClock(new EventClock(wall, end, 1e-3));
  }

  /** Made before the clock runs: making them must not slow the feed down. */
  private List<FeedEvent> stream() {
    Iterator<FeedEvent> shop =
        new WithRegulars(
            new RetailSimulator(
                SimulatorOptions.of(3, START, (int) (events * CUSTOMERS_PER_EVENT))
                    .withFaults(FAULTS)));
    return Stream.generate(shop::next).limit(events).toList();
  }

  private static Peak peak(TestInstallation installation, OutcomeCount live) throws Exception {
    long done = live.accounted();
    long read = read(installation.flink().metricsUrl());
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Peak(done, read - done, heap);
  }

  /** Records that the source has handed on, by Flink's own metric. */
  private static long read(String metricsUrl) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(metricsUrl)).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofLines())
        .body()
        .filter(line -> line.startsWith("flink_taskmanager_job_task_operator_numRecordsOut{"))
        .filter(line -> line.contains("operator_name=\"Source:_events\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
