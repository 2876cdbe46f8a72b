package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.connector.AccessList;
import io.atomstreams.pipelines.connector.AccessList.Grant;
import io.atomstreams.pipelines.connector.KafkaClients;
import io.atomstreams.pipelines.connector.KafkaSettings;
import io.atomstreams.pipelines.connector.StartupCheck;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.embedded.SecuredKafka;
import io.atomstreams.pipelines.learning.LearningConfig;
import io.atomstreams.pipelines.learning.LearningJob;
import io.atomstreams.pipelines.monitoring.MonitoringConfig;
import io.atomstreams.pipelines.monitoring.MonitoringJob;
import io.atomstreams.pipelines.rollout.FirstChampion;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a broker that lets in only who signs in, and lets those do only what is on their list: what
 * the jobs need is enough, what is missing is said before a job starts, and no secret leaves.
 */
class SecuredClusterTest {

  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
  private static final int EVENTS = 300;
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final String PASSWORD = System.getenv("ATOM_TEST_KAFKA_PASSWORD");
  private static final String PRIVACY_KEY = "privacy-key-77aa1290-of-32-bytes-or-more";
  private static final String LEARNING_PASSWORD = "learning-pass-b0427e";
  private static final String S3_KEY = "s3-secret-5d0c2b81";

  @TempDir static Path directory;
  @TempDir static Path secrets;

  private static SecuredKafka kafka;
  private static TestInstallation installation;

  @BeforeAll
  static void start() throws Exception {
    kafka = SecuredKafka.start(secrets);
    kafka.user("scoring", PASSWORD);
    kafka.user("limited", PASSWORD);
    installation =
        TestInstallation.start(
            directory,
            Map.of("execution.checkpointing.interval", "1s", "s3.secret-key", S3_KEY),
            kafka.kafka(),
            2);
  }

  @AfterAll
  static void stop() throws IOException {
    installation.flink().close();
    kafka.close();
  }

  @Test
  void theScoringJobRunsWithItsRightsAloneAndGivesNoSecretAway() throws Exception {
    ScoringConfig config = config(kafka.signedIn("scoring", "${env:ATOM_TEST_KAFKA_PASSWORD}"));
    kafka.allow("User:scoring", ScoringJob.access(config).grants());
    SecretTraces traces = new SecretTraces(List.of(PASSWORD, PRIVACY_KEY, S3_KEY));
    try (CapturedLog log = CapturedLog.begin();
        OutcomeCount count = new OutcomeCount(installation, IsolationLevel.READ_COMMITTED)) {
      firstChampion(config);
      StreamExecutionEnvironment env = installation.environment();
      ScoringJob.define(env, config, kafka.sasl());
      traces.search("job graph", InstantiationUtil.serializeObject(env.getStreamGraph(false)));
      JobID job = installation.submit(env);
      loseARightFor(job, "User:scoring", config, traces);
      feed();
      send(Topic.SALES_EVENTS, "{");
      PacedFeed.await(count::accounted, EVENTS + 1L, () -> {});
      searchWeb(traces, job);
      traces.searchFiles("working state and checkpoints", directory);
      installation.stop(job);
      traces.searchFiles("savepoint", directory);
      assertThat(log.text()).contains("SASL_SSL");
      traces.search("log", log.text());
    }
    RecordedRun written = installation.read();
    written.uncommitted().forEach(record -> traces.search(record.topic(), record.value()));

    assertThat(written.committed())
        .anySatisfy(record -> assertThat(record.topic()).isEqualTo(Topic.PREDICTIONS.baseName()));
    assertThat(traces.found()).isEmpty();
    assertThat(traces.searched())
        .contains("job graph", "log", "savepoint", "metrics", "/jobmanager/config", "predictions");
  }

  /** The job fails meanwhile, says so, and goes on once it may again. */
  private static void loseARightFor(
      JobID job, String principal, ScoringConfig config, SecretTraces traces) throws Exception {
    Grant right =
        ScoringJob.access(config).grants().stream()
            .filter(grant -> grant.name().equals(Topic.SALES_EVENTS.in("")))
            .findFirst()
            .orElseThrow();
    String page = installation.flink().webUrl() + "/jobs/" + job + "/exceptions";
    kafka.forbid(principal, right, AclOperation.READ);
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!traces.searchPage("exceptions", page).contains("TopicAuthorizationException")) {
      assertThat(System.nanoTime()).as("exceptions").isLessThan(deadline);
    }
    kafka.allow(principal, List.of(right));
    installation.flink().awaitRunning(job, Duration.ofMinutes(1));
  }

  @Test
  void theMonitoringJobRunsWithItsRightsAloneOverTlsOnBothSides() throws Exception {
    Path yaml = shippedWith("monitoring", kafka.certified()).resolve("pipelines/monitoring.yaml");
    MonitoringConfig config = MonitoringConfig.read(yaml).withWindow(Duration.ofSeconds(1));
    kafka.allow(SecuredKafka.MUTUAL, MonitoringJob.access(config).grants());
    StreamExecutionEnvironment env = installation.environment();
    env.setParallelism(1);
    MonitoringJob.define(env, config, kafka.mutual());
    JobID job = installation.submit(env);
    awaitCommitted(
        Topic.PROFILES,
        "sales-events",
        () -> send(Topic.SALES_EVENTS, "{\"tenant\":\"a\",\"type\":\"paid\"}"));
    installation.flink().cancel(job);
  }

  @Test
  void theLearningJobRunsWithItsRightsAlone() throws Exception {
    Files.writeString(secrets.resolve("learning.properties"), "password=" + LEARNING_PASSWORD);
    String reference = "${file:" + secrets.resolve("learning.properties") + ":password}";
    LearningConfig config =
        LearningConfig.read(shippedWith("learning", kafka.signedIn("learning", reference)))
            .with("", directory.resolve("learned").toString());
    kafka.user("learning", LEARNING_PASSWORD);
    kafka.allow("User:learning", LearningJob.access(config).grants());
    StreamExecutionEnvironment env = installation.environment();
    env.setParallelism(1);
    LearningJob.define(env, config, kafka.sasl());
    JobID job = installation.submit(env);
    send(Topic.FEEDBACK, "no feedback");
    awaitCommitted(Topic.DEAD_LETTERS, "no feedback", () -> {});
    installation.flink().cancel(job);
  }

  @Test
  void aSecretWouldBeFound() {
    SecretTraces traces = new SecretTraces(List.of(PASSWORD));
    traces.search("plain", "x" + PASSWORD);
    traces.search("coded", Base64.getEncoder().encodeToString(PASSWORD.getBytes(UTF_8)));
    assertThat(traces.found()).hasSize(2);
  }

  @Test
  void eachRightThatIsMissingIsNamedBeforeTheJobStarts() throws Exception {
    ScoringConfig config = config(kafka.signedIn("limited", "${env:ATOM_TEST_KAFKA_PASSWORD}"));
    AccessList access = ScoringJob.access(config);
    KafkaClients clients = new KafkaClients(config.kafka(), kafka.sasl());
    kafka.allow("User:limited", access.grants());
    awaitProblems(clients, access, List.of());
    for (Grant grant : access.grants()) {
      for (AclOperation right : grant.operations()) {
        kafka.forbid("User:limited", grant, right);
        awaitProblems(clients, access, List.of(grant.name()));
        kafka.allow(
            "User:limited",
            List.of(new Grant(grant.resource(), grant.name(), grant.pattern(), Set.of(right))));
      }
    }
    awaitProblems(clients, access, List.of());
  }

  /** A broker hears of a change a moment after the controller has taken it. */
  private static void awaitProblems(KafkaClients clients, AccessList access, List<String> wanted) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    List<String> problems;
    do {
      problems = problems(clients, access);
      if (problems.size() == wanted.size()) {
        break;
      }
    } while (System.nanoTime() < deadline);
    assertThat(problems).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(problems.get(i)).contains(wanted.get(i)).contains("the job may not");
    }
  }

  private static List<String> problems(KafkaClients clients, AccessList access) {
    try {
      StartupCheck.run(clients, access, INTERVAL);
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }

  @Test
  void aWrongPasswordIsSaid() throws Exception {
    Files.writeString(secrets.resolve("wrong.properties"), "password=wrong-pass-81fe\n");
    String reference = "${file:" + secrets.resolve("wrong.properties") + ":password}";
    assertThat(refusal(kafka.signedIn("scoring", reference), kafka.sasl()))
        .contains("lets nobody in with these credentials", "sasl.*")
        .doesNotContain("wrong-pass-81fe");
  }

  @Test
  void aPasswordThatIsNotThereIsSaid() {
    assertThat(refusal(kafka.signedIn("scoring", "${env:ATOM_NOT_SET}"), kafka.sasl()))
        .contains("sasl.jaas.config refers to ${env:ATOM_NOT_SET}");
  }

  @Test
  void anUnknownAuthorityIsSaid() {
    Map<String, String> client =
        new HashMap<>(kafka.signedIn("scoring", "${env:ATOM_TEST_KAFKA_PASSWORD}"));
    client.put("ssl.truststore.certificates", "${directory:" + kafka.client() + ":tls.crt}");
    assertThat(refusal(client, kafka.sasl()))
        .contains("do not trust each other", "certification path", "ssl.*");
  }

  @Test
  void aNameThatIsNotOnTheCertificateIsSaid() {
    assertThat(
            refusal(
                kafka.signedIn("scoring", "${env:ATOM_TEST_KAFKA_PASSWORD}"),
                kafka.sasl().replace("127.0.0.1", "localhost")))
        .contains("do not trust each other", "localhost");
  }

  @Test
  void aClientWithoutACertificateIsSaid() {
    Map<String, String> client = new HashMap<>(kafka.certified());
    client.keySet().removeIf(name -> name.startsWith("ssl.keystore"));
    assertThat(refusal(client, kafka.mutual())).contains("do not trust each other");
  }

  /** What the start-up check says, within its bounds. */
  private static String refusal(Map<String, String> client, String servers) {
    KafkaSettings settings = settings(client);
    AccessList nothing = AccessList.of(settings, List.of(), List.of(), List.of());
    Throwable refused =
        catchThrowable(
            () -> StartupCheck.run(new KafkaClients(settings, servers), nothing, INTERVAL));
    assertThat(refused).isInstanceOf(ConfigException.class);
    return refused.getMessage();
  }

  private static KafkaSettings settings(Map<String, String> client) {
    StringBuilder yaml = new StringBuilder("kafka:\n  client:\n");
    client.forEach(
        (name, value) ->
            yaml.append("    ").append(name).append(": '").append(value).append("'\n"));
    return YamlDocument.parse("test.yaml", yaml.toString())
        .as(root -> KafkaSettings.read(root.section("kafka"), "atom-test"));
  }

  private static ScoringConfig config(Map<String, String> client) throws IOException {
    Path key = Files.writeString(secrets.resolve("privacy"), PRIVACY_KEY);
    String yaml =
        signingIn(Files.readString(ScoringConfigTest.SHIPPED), client)
            + "\nprivacy: {pseudonymise: [customerId], key: {file: \""
            + key
            + "\"}}\n";
    EventClock clock = new EventClock(0, START.plus(Duration.ofDays(400)).toEpochMilli(), 1e-6);
    return TestSettings.of(
            YamlDocument.parse("scoring.yaml", yaml).as(ScoringConfig::of),
            Files.createTempDirectory(directory, "models"))
        .withClock(clock);
  }

  /** A copy of the shipped configuration whose job signs in. */
  private static Path shippedWith(String job, Map<String, String> client) throws IOException {
    Path shipped = ScoringConfigTest.SHIPPED.getParent().getParent();
    Path copy = Files.createTempDirectory(directory, "conf");
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(shipped.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    Path yaml = copy.resolve("pipelines").resolve(job + ".yaml");
    Files.writeString(yaml, signingIn(Files.readString(yaml), client));
    return copy;
  }

  private static String signingIn(String yaml, Map<String, String> client) {
    StringBuilder lines = new StringBuilder("  client:\n");
    client.forEach((name, value) -> lines.append("    %s: '%s'%n".formatted(name, value)));
    return yaml.replaceFirst("  client: \\{\\}.*\n", Matcher.quoteReplacement(lines.toString()));
  }

  private static void send(Topic topic, String value) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.copyOf(kafka.inner()), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic.in(""), value.getBytes(UTF_8))).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("nothing could be sent", e);
    }
  }

  /** Until a committed record holds the text. */
  private static void awaitCommitted(Topic topic, String text, Runnable again) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    boolean[] seen = new boolean[1];
    try (TopicReader reader =
        new TopicReader(kafka.inner(), List.of(topic.in("")), IsolationLevel.READ_COMMITTED)) {
      while (!seen[0]) {
        assertThat(System.nanoTime()).as("%s on %s", text, topic).isLessThan(deadline);
        again.run();
        reader.poll(
            Duration.ofMillis(500),
            record -> seen[0] |= new String(record.value(), UTF_8).contains(text));
      }
    }
  }

  private static void firstChampion(ScoringConfig config) {
    FirstChampion.ensure(
        config.scorer().id(),
        ModelStores.open(config.scorer().serving()),
        config.scorer().model(),
        new KafkaModelLog(kafka.inner(), ""),
        "test");
  }

  private static void feed() {
    PacedFeed feed =
        new PacedFeed(
            new RetailSimulator(SimulatorOptions.of(5, START, 40)), EVENTS, 1e6, kafka.inner());
    feed.run();
    feed.check();
  }

  private static void searchWeb(SecretTraces traces, JobID job) throws Exception {
    traces.searchPage("metrics", installation.flink().metricsUrl());
    for (String page :
        List.of(
            "/config",
            "/jobmanager/config",
            "/jobmanager/environment",
            "/jobmanager/metrics",
            "/taskmanagers",
            "/jobs/overview",
            "/jobs/" + job,
            "/jobs/" + job + "/plan",
            "/jobs/" + job + "/config",
            "/jobs/" + job + "/jobmanager/config",
            "/jobs/" + job + "/exceptions",
            "/jobs/" + job + "/checkpoints",
            "/jobs/" + job + "/checkpoints/config")) {
      traces.searchPage(page, installation.flink().webUrl() + page);
    }
  }
}
