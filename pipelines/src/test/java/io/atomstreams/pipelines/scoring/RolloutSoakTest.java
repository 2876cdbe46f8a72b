package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.operators.rollout.Timeline.Transition;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.rollout.ModelRollout;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import io.atomstreams.pipelines.tracking.LatencyHistogram;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A champion is replaced and taken back again and again while events flow, every other time each.
 * Prints how long a transition takes from its request to its decision, how long records take to be
 * seen before and during the swaps, and resident memory. Long form: {@code -Datom.rollout.swaps=200
 * -Datom.rollout.rate=8000}.
 */
@Timeout(1800)
class RolloutSoakTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final int swaps = Integer.getInteger("atom.rollout.swaps", 6);
  private final double perSecond = Integer.getInteger("atom.rollout.rate", 2_000);
  private final List<Double> decidedMillis = new ArrayList<>();
  private final AtomicLong fallbacks = new AtomicLong();
  private final AtomicLong predictions = new AtomicLong();

  @TempDir Path directory;
  private volatile LatencyHistogram latency = new LatencyHistogram(Clock.systemUTC());
  private volatile boolean stopped;

  @Test
  void aJobSwapsItsModelAgainAndAgainAndEveryEventIsScoredByAModel() throws Exception {
    ScoringConfig config = RolloutKillTest.unguarded(config());
    try (TestInstallation installation = TestInstallation.start(directory, Map.of())) {
      JobID job = installation.startJob(config);
      ModelRef second = LinearModelFile.saveVersion(config, directory, 2);
      int events = (int) (perSecond * (6 + swaps));
      PacedFeed feed = new PacedFeed(stream(events), events, perSecond, installation.client());
      Thread feeding = new Thread(feed, "feed");
      Thread watching = new Thread(() -> watch(installation), "watch");
      feeding.start();
      watching.start();
      LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
      LatencyHistogram steady = latency;
      latency = new LatencyHistogram(Clock.systemUTC());
      long[] resident = swap(installation, config, second);
      LatencyHistogram swapping = latency;
      feeding.join();
      stopped = true;
      watching.join();
      installation.stop(job);
      print(steady, swapping, resident);
      assertThat(predictions).hasPositiveValue();
      assertThat(fallbacks).as("predictions of another than the assigned model").hasValue(0);
      assertThat(decidedMillis).hasSize(swaps + (swaps + 1) / 2);
    }
  }

  /** Two swaps are a shadow, its promotion, and its roll-back. */
  private long[] swap(TestInstallation installation, ScoringConfig config, ModelRef second)
      throws IOException {
    long[] resident = new long[2];
    try (ModelRollout rollout =
        new ModelRollout(
            config.scorer().id(),
            new KafkaModelLog(installation.client(), ""),
            Clock.systemUTC())) {
      String digest = LinearModelFile.digest(config, second);
      rollout.note(second, digest, Stage.VERIFIED, "test");
      for (int swap = 1; swap <= swaps; swap++) {
        if (swap % 2 == 1) {
          happens(rollout, Move.SHADOW, second);
          happens(rollout, Move.PROMOTE, second);
        } else {
          happens(rollout, Move.ROLLBACK, second);
        }
        resident[swap <= 10 ? 0 : 1] = residentMegabytes();
      }
    }
    return resident;
  }

  private void happens(ModelRollout rollout, Move move, ModelRef model) {
    Transition asked = rollout.request(move, model, null, "test", "");
    Transition decided = rollout.await(asked.request().number(), PATIENCE).orElseThrow();
    decidedMillis.add((double) decided.activation().orElseThrow().at() - asked.request().at());
  }

  private void watch(TestInstallation installation) {
    try (TopicReader reader =
        new TopicReader(
            installation.client(),
            List.of(Topic.PREDICTIONS.baseName()),
            IsolationLevel.READ_UNCOMMITTED)) {
      while (!stopped) {
        reader.poll(Duration.ofMillis(20), this::see);
      }
    }
  }

  private void see(ConsumerRecord<byte[], byte[]> record) {
    latency.record(record);
    Prediction prediction = PredictionJson.read(record.value(), 0);
    predictions.incrementAndGet();
    if (!prediction.insteadOf().isEmpty()) {
      fallbacks.incrementAndGet();
    }
  }

  private void print(LatencyHistogram steady, LatencyHistogram swapping, long[] resident) {
    Collections.sort(decidedMillis);
    System.out.printf(
        "%d swaps, %d transitions: request to decision p50 %.0f ms, longest %.0f ms%n",
        swaps,
        decidedMillis.size(),
        decidedMillis.get(decidedMillis.size() / 2),
        decidedMillis.get(decidedMillis.size() - 1));
    System.out.printf(
        "seen after: steady p50 %.1f p99 %.1f ms, swapping p50 %.1f p99 %.1f ms%n",
        steady.percentileMicros(50) / 1e3,
        steady.percentileMicros(99) / 1e3,
        swapping.percentileMicros(50) / 1e3,
        swapping.percentileMicros(99) / 1e3);
    System.out.printf(
        "resident MB after 10 swaps %d, at the end %d; %d predictions, %d of a stand-in%n",
        resident[0], resident[1], predictions.get(), fallbacks.get());
  }

  /** Of this process; 0 where there is no such file. */
  private static long residentMegabytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.notExists(status)
        ? 0
        : Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
            .findFirst()
            .orElse(0);
  }

  private ScoringConfig config() {
    long wall = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    long end = START.plus(Duration.ofDays(60)).toEpochMilli();
    return TestSettings.in(directory).withClock(new EventClock(wall, end, 1e-3));
  }

  private static Iterator<FeedEvent> stream(int events) {
    return new WithRegulars(
        new RetailSimulator(SimulatorOptions.of(11, START, Math.max(100, events / 7))));
  }
}
