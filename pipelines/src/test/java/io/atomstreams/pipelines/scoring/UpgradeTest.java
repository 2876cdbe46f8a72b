package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Savepoints that earlier states of this project have written: this one's job goes on from each,
 * and writes byte for byte what it would have written had it run all along.
 *
 * <p>So that one order of events is the only one, a customer sends orders or clicks, never both.
 * Offsets are in a savepoint: each run feeds the same records again to topics of its own.
 */
@Timeout(300)
class UpgradeTest {

  private static final Path SAVEPOINTS = Path.of("..", "testdata", "savepoints");
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final int PER_PHASE = 2_500;
  private static final Map<String, String> SETTINGS =
      Map.of("execution.checkpointing.interval", "1s");

  @TempDir Path directory;

  static Stream<String> savepoints() throws IOException {
    try (Stream<Path> files = Files.list(SAVEPOINTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".zip"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("savepoints")
  void goesOnFromWhatAnEarlierStateWrote(String savepoint) throws Exception {
    ScoringConfig config = config();
    List<String> expected = expected(config);
    assertThat(expected).hasSizeGreaterThan(PER_PHASE);
    try (TestInstallation installation = TestInstallation.start(directory, SETTINGS)) {
      Iterator<FeedEvent> events = events();
      feed(events, installation);
      Path unpacked = unpack(SAVEPOINTS.resolve(savepoint), directory.resolve("earlier"));
      JobID job = installation.startJob(config, 1, unpacked.toUri().toString());
      feed(events, installation);
      await(installation, PER_PHASE);
      installation.stop(job);
      assertThat(outputs(installation)).isEqualTo(expected);
    }
  }

  /** What comes of the second half where one job has seen both. */
  private List<String> expected(ScoringConfig config) throws Exception {
    try (TestInstallation installation =
        TestInstallation.start(directory.resolve("straight"), SETTINGS)) {
      Iterator<FeedEvent> events = events();
      feed(events, installation);
      JobID job = installation.startJob(config);
      await(installation, PER_PHASE);
      List<String> first = outputs(installation);
      feed(events, installation);
      await(installation, 2 * PER_PHASE);
      installation.stop(job);
      List<String> all = new ArrayList<>(outputs(installation));
      first.forEach(all::remove); // one for one: some records are equal
      assertThat(all).hasSizeLessThan(outputs(installation).size());
      return all;
    }
  }

  /** Run by hand when a state is to be kept for ever; {@code atom.savepoint.name} says as what. */
  @Test
  @Tag("by-hand")
  void writesASavepointToKeep() throws Exception {
    try (TestInstallation installation = TestInstallation.start(directory, SETTINGS)) {
      feed(events(), installation);
      JobID job = installation.startJob(config());
      await(installation, PER_PHASE);
      Path written = Path.of(URI.create(installation.stop(job)));
      pack(written, SAVEPOINTS.resolve(System.getProperty("atom.savepoint.name") + ".zip"));
    }
  }

  private ScoringConfig config() {
    EventClock clock = new EventClock(0, START.plus(Duration.ofDays(400)).toEpochMilli(), 1e-6);
    return TestSettings.in(directory).withClock(clock);
  }

  private static Iterator<FeedEvent> events() {
    Iterator<FeedEvent> all =
        new WithRegulars(
            new RetailSimulator(
                SimulatorOptions.of(7, START, 400).withFaults(SimulatedIntakes.FAULTS)));
    return Stream.generate(all::next).filter(UpgradeTest::isOfOneKind).iterator();
  }

  private static boolean isOfOneKind(FeedEvent event) {
    boolean buys = event.key() != null && event.key().hashCode() % 2 == 0;
    return buys == (event.stream() == EventType.Stream.SALES);
  }

  private static void feed(Iterator<FeedEvent> events, TestInstallation installation) {
    PacedFeed feed = new PacedFeed(events, PER_PHASE, 1e6, installation.client());
    feed.run();
    feed.check();
  }

  private static void await(TestInstallation installation, int outcomes) {
    try (OutcomeCount count = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED)) {
      PacedFeed.await(count::accounted, outcomes, () -> {});
    }
  }

  /** Topic, key and value of every committed record, in an order of their own. */
  private static List<String> outputs(TestInstallation installation) {
    return installation.read().committed().stream().map(UpgradeTest::text).sorted().toList();
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return record.topic()
        + " "
        + new String(record.key() == null ? new byte[0] : record.key(), StandardCharsets.UTF_8)
        + " "
        + (record.value() == null
            ? ""
            : IntStream.range(0, record.value().length)
                .mapToObj(i -> String.format("%02x", record.value()[i]))
                .collect(Collectors.joining()));
  }

  private static void pack(Path written, Path zip) throws IOException {
    Files.createDirectories(zip.getParent());
    try (Stream<Path> files = Files.list(written);
        OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (Path one : files.sorted().toList()) {
        ZipEntry entry = new ZipEntry(one.getFileName().toString());
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        out.putNextEntry(entry);
        Files.copy(one, out);
        out.closeEntry();
      }
    }
  }

  private static Path unpack(Path zip, Path to) throws IOException {
    Files.createDirectories(to);
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream in = new ZipInputStream(file)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path target = to.resolve(entry.getName()).normalize();
        assertThat(target).startsWithRaw(to);
        Files.copy(in, target);
      }
    }
    return to;
  }
}
