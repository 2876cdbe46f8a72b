package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.scoring.Scorer;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.OutputJsonLines;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.replay.Comparison;
import io.atomstreams.pipelines.replay.Replay;
import io.atomstreams.pipelines.replay.ReplayOrder;
import io.atomstreams.pipelines.replay.ReplayReport;
import io.atomstreams.pipelines.simulator.FaultShares;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream with every fault through a job with two scorers whose task manager is killed twice, and
 * then again through a replay: every committed record comes out to the bit, at parallelism 1 and 2.
 *
 * <p>{@code -Datom.replay.events=N} makes it longer or shorter.
 */
@Timeout(1800)
class ScoringReplayTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final double CUSTOMERS_PER_EVENT = 0.15;
  private static final double PER_SECOND = 5_000;
  private static final FaultShares FAULTS =
      new FaultShares(0.01, 0.03, 0.02, 0.002, 0.001, 0.001, 0.001, 0.001, 0.01);
  private static final Map<String, String> SETTINGS =
      Map.of(
          "execution.checkpointing.interval", "1s",
          "execution.checkpointing.min-pause", "100ms",
          "restart-strategy.exponential-delay.max-backoff", "500ms");

  private final int events = Integer.getInteger("atom.replay.events", 12_000);

  @TempDir Path directory;

  private ScoringConfig config;
  private TestInstallation installation;

  @Test
  void givesTheCommittedRecordsToTheBit() throws Exception {
    config = config();
    try (TestInstallation started = TestInstallation.start(directory, SETTINGS)) {
      installation = started;
      runLive();
      List<String> committed = committed();

      for (int parallelism : new int[] {1, 2}) {
        Path out = directory.resolve("out-" + parallelism);
        ReplayReport report = replay(ReplayOrder.RECORDED, parallelism, Optional.of(out));
        System.out.println(report);
        assertThat(report.comparison().orElseThrow().first()).isEmpty();
        assertThat(report.comparison().orElseThrow().isSame()).isTrue();
        assertThat(report.inputs()).isEqualTo(events);
        assertThat(report.outcomes().get("predictions"))
            .isEqualTo(2 * report.outcomes().get("scored"));
        assertThat(report.pending() + report.unrecorded() + report.notCompared()).isZero();
        nothingIsEmpty(report);
        assertThat(lines(out)).isEqualTo(committed);
      }
      assertThat(Files.readString(features("out-1")))
          .isEqualTo(Files.readString(features("out-2")));

      replaysPartOfTheTime(committed);
      saysWhatLatenessChanged();
      namesAPlantedDifference();
    }
  }

  private void runLive() throws Exception {
    JobID job = installation.startJob(config);
    PacedFeed feed = new PacedFeed(stream(), events, PER_SECOND, installation.client());
    Thread feeding = new Thread(feed, "feed");
    feeding.start();
    try (OutcomeCount live = new OutcomeCount(installation, IsolationLevel.READ_UNCOMMITTED);
        OutcomeCount settled = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED)) {
      for (int kill = 0; kill < 2; kill++) {
        PacedFeed.await(live::accounted, events * (1L + kill) / 3, feed::check);
        installation.flink().killTaskManager(kill);
        assertThat(installation.flink().startTaskManager()).isEqualTo(kill + 1);
      }
      PacedFeed.await(settled::accounted, events, feed::check);
    }
    feeding.join();
    installation.stop(job);
  }

  /** Under a clock that stands behind the last simulated day. */
  private ScoringConfig config() {
    long wall = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    long end = START.plus(Duration.ofDays(60)).toEpochMilli();
    ScoringConfig one = TestSettings.in(directory).withClock(new EventClock(wall, end, 1e-3));
    ScorerConfig first = one.scorer();
    Scorer.Options second =
        new Scorer.Options("second", first.options().baseRate(), first.options().specHash());
    return one.withScorer(
        new ScorerConfig(second, first.on(), first.model(), first.serving(), first.batching()));
  }

  private Iterator<FeedEvent> stream() {
    return new WithRegulars(
        new RetailSimulator(
            SimulatorOptions.of(3, START, (int) (events * CUSTOMERS_PER_EVENT))
                .withFaults(FAULTS)));
  }

  private static void nothingIsEmpty(ReplayReport report) {
    assertThat(report.outcomes())
        .containsOnlyKeys("scored", "updated", "duplicate", "predictions", "alerts");
    assertThat(report.deadLetters()).containsKeys("late", "not_json").hasSizeGreaterThan(4);
    assertThat(report.comparison().orElseThrow().topics().values())
        .allMatch(counts -> counts.same() > 0);
  }

  private void replaysPartOfTheTime(List<String> committed) throws IOException {
    Path out = directory.resolve("out-part");
    Instant from = START.plus(Duration.ofDays(4));
    Instant to = START.plus(Duration.ofDays(6));
    ReplayReport report =
        Replay.run(
            options(ReplayOrder.RECORDED, 2, Optional.of(from), Optional.of(to), Optional.of(out)),
            news -> {});

    assertThat(report.comparison().orElseThrow().isSame()).isTrue();
    assertThat(report.inputs()).isEqualTo(events);
    assertThat(report.written()).isPositive().isLessThan(events);
    List<String> part = lines(out);
    // AssertJ would look for each of them from the beginning
    assertThat(new HashSet<>(committed).containsAll(part)).isTrue();
    assertThat(part)
        .filteredOn(line -> line.startsWith("features.jsonl"))
        .hasSize(
            (int)
                committed.stream()
                    .filter(line -> line.startsWith("features.jsonl"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll(".*?\"ts\":(\\d+).*", "$1")))
                    .filter(ts -> ts >= from.toEpochMilli() && ts < to.toEpochMilli())
                    .count());
  }

  private void saysWhatLatenessChanged() {
    ReplayReport report = replay(ReplayOrder.EVENT_TIME, 2, Optional.empty());
    System.out.println(report.comparison().orElseThrow());

    assertThat(report.deadLetters()).doesNotContainKey("late");
    Comparison comparison = report.comparison().orElseThrow();
    assertThat(comparison.isSame()).isFalse();
    assertThat(comparison.fields().get("outcome")).isPositive();
    assertThat(comparison.fields()).containsKey("page_views_7d");
    assertThat(comparison.fields().get("page_views_7d")).isLessThan(comparison.vectors());
  }

  /** A record of the log is written anew with one value changed by one bit. */
  private void namesAPlantedDifference() throws Exception {
    int position = config.features().names().indexOf("spend_90d");
    ConsumerRecord<byte[], byte[]> victim =
        installation.read().committed().stream()
            .filter(record -> record.topic().equals(Topic.FEATURES.baseName()))
            .filter(record -> FeatureAvro.read(record.value(), 0).scored())
            .skip(10)
            .findFirst()
            .orElseThrow();
    FeatureRecord logged = FeatureAvro.read(victim.value(), 0);
    float before = logged.vector()[position];
    // the array is the record's own
    logged.vector()[position] = Math.nextUp(before);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.copyOf(installation.client()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(victim.topic(), victim.key(), new FeatureAvro().encode(logged)))
          .get();
    }

    ReplayReport report = replay(ReplayOrder.RECORDED, 1, Optional.empty());

    assertThat(report.rewritten()).isEqualTo(1);
    Comparison comparison = report.comparison().orElseThrow();
    assertThat(comparison.isSame()).isFalse();
    assertThat(comparison.topics().get("features").different()).isEqualTo(1);
    assertThat(comparison.fields()).containsExactly(Map.entry("spend_90d", 1L));
    assertThat(comparison.first().orElseThrow().toString())
        .contains(logged.source().toString(), logged.eventId(), logged.entity(), "spend_90d")
        .endsWith("is recorded as " + Math.nextUp(before) + ", replayed as " + before);
  }

  private ReplayReport replay(ReplayOrder order, int parallelism, Optional<Path> out) {
    return Replay.run(
        options(order, parallelism, Optional.empty(), Optional.empty(), out), news -> {});
  }

  private Replay.Options options(
      ReplayOrder order,
      int parallelism,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Path> out) {
    return new Replay.Options(
        ScoringConfigTest.SHIPPED.getParent().getParent(),
        config,
        installation.client(),
        order,
        from,
        to,
        parallelism,
        out);
  }

  private Path features(String out) {
    return directory.resolve(out).resolve("features.jsonl");
  }

  private List<String> committed() {
    OutputJsonLines json = new OutputJsonLines("");
    return installation.read().committed().stream()
        .map(record -> record.topic() + ".jsonl " + json.line(record))
        .sorted()
        .toList();
  }

  private static List<String> lines(Path out) throws IOException {
    List<String> lines = new ArrayList<>();
    try (var files = Files.list(out)) {
      for (Path file : files.toList()) {
        Files.readAllLines(file, UTF_8).forEach(line -> lines.add(file.getFileName() + " " + line));
      }
    }
    return lines.stream().sorted().toList();
  }
}
