package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.deadletter.DeadLetterReader;
import io.atomstreams.pipelines.deadletter.LetterFilter;
import io.atomstreams.pipelines.deadletter.Redrive;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Events of people who can be recognised, through the whole job, with every fault: afterwards each
 * output topic, everything the job has put on disk (checkpoints, a savepoint, RocksDB's own files),
 * the log and the web UI are searched for them, and for the key.
 */
@Timeout(300)
class PersonalValuesTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final int EVENTS = 5_000;
  private static final String MAPPED = "legacy-orders";
  private static final String KEY = "the key of this test, which nobody else may see";
  private static final String PRIVACY =
      """

      privacy:
        pseudonymise: [eventId, customerId, orderId, payment, shipTo, sessionId, device, channel]
        key: {file: "%s"}
      """;

  /** Not to be used, and each with something personal where it is quoted. */
  private static final List<String> UNUSABLE =
      List.of(
          "{\"tenant\":\"planted-tenant of mine\",\"eventId\":\"e\",\"type\":\"paid\",\"schemaVersion\":1,"
              + "\"ts\":1767604500000,\"orderId\":\"o\",\"currency\":\"EUR\"}",
          "{\"tenant\":\"demo\",\"eventId\":\"e\",\"type\":\"planted-type\",\"schemaVersion\":1,"
              + "\"ts\":1767604500000,\"orderId\":\"o\",\"currency\":\"EUR\"}",
          "{\"tenant\":\"demo\",\"eventId\":\"e\",\"type\":\"paid\",\"schemaVersion\":1,"
              + "\"ts\":1767604500000,\"orderId\":\"o\",\"currency\":\"planted-currency\"}",
          "{\"tenant\":\"demo\",\"customerId\":plantedtoken}");

  private static final String UNMAPPABLE =
      """
      {"head": {"no": "planted-number", "state": "NEW", "at": "planted-time", "test": false},
       "buyer": {"ref": "planted-buyer"}, "cur": "EUR", "pos": [{"art": "1", "n": 2, "each": 12.50}]}
      """;

  @TempDir Path directory;
  @TempDir Path secrets;

  private final Map<String, Set<String>> found = new TreeMap<>();
  private final Set<String> searched = new TreeSet<>();

  private void search(String place, byte[] bytes) {
    searched.add(place);
    Set<String> here = new TreeSet<>(PlantedValues.found(bytes));
    if (new String(bytes, UTF_8).contains(KEY)) {
      here.add("THE KEY");
    }
    if (!here.isEmpty()) {
      found.computeIfAbsent(place, absent -> new TreeSet<>()).addAll(here);
    }
  }

  @Test
  void areNowhereOnceTheyAreHidden() throws Exception {
    Path key = Files.writeString(secrets.resolve("key"), KEY);
    run(config(PRIVACY.formatted(key)));

    assertThat(found).isEmpty();
    assertThat(searched)
        .contains("predictions key", "features value", "alerts value", "dead-letters header detail")
        .contains("checkpoint", "savepoint", "working state", "log", "web");
  }

  @Test
  void areFoundWhereverTheyAreIfNothingIsHidden() throws Exception {
    run(config(""));

    assertThat(found.get("predictions key")).contains("customerId");
    assertThat(found.get("predictions value")).contains("customerId");
    assertThat(found.get("features key")).contains("customerId", "eventId");
    assertThat(found.get("features value")).contains("customerId", "eventId");
    assertThat(found.get("alerts value")).contains("customerId", "orderId");
    assertThat(found.get("dead-letters key")).contains("key");
    assertThat(found.get("dead-letters value"))
        .contains("customerId", "sessionId", "device", "channel", "shipTo", "payment", "text");
    assertThat(found.get("dead-letters header detail"))
        .contains("customerId", "tenant", "type", "currency", "token", "time");
    assertThat(found.get("checkpoint")).contains("customerId");
    assertThat(found.get("savepoint")).contains("customerId");
  }

  @Test
  void areFoundInALogToo() {
    try (CapturedLog log = CapturedLog.begin()) {
      LoggerFactory.getLogger(PersonalValuesTest.class).info("order of {}", "planted-customerId-1");
      search("log", log.text().getBytes(UTF_8));
    }
    assertThat(found).containsEntry("log", Set.of("customerId"));
  }

  private ScoringConfig config(String privacy) throws IOException {
    String yaml =
        Files.readString(ScoringConfigTest.SHIPPED)
                .replace(
                    "mapped: [] ",
                    "mapped: [{topic: "
                        + MAPPED
                        + ", mapping: ../testdata/mappings/legacy-orders.yaml}] ")
            + privacy;
    ScoringConfig config = YamlDocument.parse("scoring.yaml", yaml).as(ScoringConfig::of);
    EventClock clock = new EventClock(0, START.plus(Duration.ofDays(400)).toEpochMilli(), 1e-6);
    return TestSettings.of(config, directory).withClock(clock);
  }

  private void run(ScoringConfig config) throws Exception {
    Map<String, String> settings = Map.of("execution.checkpointing.interval", "1s");
    try (CapturedLog log = CapturedLog.begin();
        TestInstallation installation = TestInstallation.start(directory, settings);
        OutcomeCount count = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED)) {
      try (Admin admin = Admin.create(Map.copyOf(installation.client()))) {
        admin.createTopics(List.of(new NewTopic(MAPPED, 1, (short) 1))).all().get();
      }
      JobID job = installation.startJob(config);
      feed(installation);
      PacedFeed.await(count::accounted, EVENTS + UNUSABLE.size() + 1L, () -> {});
      searchFiles();
      searchWeb(installation, job);
      installation.stop(job);
      searchFiles();
      searchTopics(installation);
      search("log", log.text().getBytes(UTF_8));
      if (config.privacy().isPresent()) {
        assertThat(redriven(installation)).isEqualTo(Set.of(Redrive.Outcome.REFUSED));
      }
    }
  }

  private static void feed(TestInstallation installation) throws Exception {
    Iterator<FeedEvent> events =
        new WithRegulars(
            new RetailSimulator(
                SimulatorOptions.of(5, START, 40).withFaults(SimulatedIntakes.FAULTS)));
    List<FeedEvent> planted = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      planted.add(PlantedValues.in(events.next()));
    }
    for (String json : UNUSABLE) {
      planted.add(
          new FeedEvent(EventType.Stream.SALES, "demo|planted-key", 0, json.getBytes(UTF_8)));
    }
    PacedFeed feed = new PacedFeed(planted.iterator(), planted.size(), 1e6, installation.client());
    feed.run();
    feed.check();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.copyOf(installation.client()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(MAPPED, UNMAPPABLE.getBytes(UTF_8))).get();
    }
  }

  private void searchTopics(TestInstallation installation) {
    for (ConsumerRecord<byte[], byte[]> record : installation.read().uncommitted()) {
      if (record.key() != null) {
        search(record.topic() + " key", record.key());
      }
      if (record.value() != null) {
        search(record.topic() + " value", record.value());
      }
      record
          .headers()
          .forEach(header -> search(record.topic() + " header " + header.key(), header.value()));
    }
  }

  /** Those that RocksDB or a checkpoint removes meanwhile are passed over. */
  private void searchFiles() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.toList();
    }
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        try {
          search(place(file), Files.readAllBytes(file));
        } catch (NoSuchFileException gone) {
          searched.add("a file that is gone");
        }
      }
    }
  }

  private String place(Path file) {
    return switch (directory.relativize(file).getName(0).toString()) {
      case "checkpoints" -> "checkpoint";
      case "savepoints" -> "savepoint";
      case "tmp" -> "working state";
      default -> "other file";
    };
  }

  private void searchWeb(TestInstallation installation, JobID job)
      throws IOException, InterruptedException {
    for (String page :
        List.of(
            "/jobs/" + job,
            "/jobs/" + job + "/plan",
            "/jobs/" + job + "/config",
            "/jobs/" + job + "/exceptions",
            "/jobs/" + job + "/checkpoints",
            "/jobmanager/config",
            "/jobmanager/environment")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(installation.flink().webUrl() + page)).build();
      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).as(page).isEqualTo(200);
      search("web", answer.body());
    }
  }

  private static Set<Redrive.Outcome> redriven(TestInstallation installation) {
    Set<Redrive.Outcome> outcomes = new TreeSet<>();
    Redrive redrive =
        Redrive.rehearsal(
            installation.client(),
            "",
            topic -> TestInstallation.topics().partitions(),
            (letter, result) -> outcomes.add(result.outcome()));
    new DeadLetterReader(installation.client(), "").read(LetterFilter.ALL, redrive::accept);
    redrive.finish();
    return outcomes;
  }
}
