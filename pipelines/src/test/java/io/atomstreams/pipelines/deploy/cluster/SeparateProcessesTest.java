package io.atomstreams.pipelines.deploy.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.pipelines.config.JobArguments;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.deploy.ClusterJobs;
import io.atomstreams.pipelines.deploy.Distribution;
import io.atomstreams.pipelines.deploy.FirstModels;
import io.atomstreams.pipelines.deploy.Jobs;
import io.atomstreams.pipelines.deploy.Submission;
import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.simulator.RetailSimulator;
import io.atomstreams.pipelines.simulator.SimulatorOptions;
import io.atomstreams.pipelines.tracking.OutcomeTracker;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scoring job on a JobManager, a TaskManager and a broker that are processes of their own, from
 * the job jar and Flink's class path as they are shipped: submitted twice in a row, the second time
 * from the savepoint of the first, then with its only TaskManager killed in the middle of a stream.
 */
@Timeout(900)
class SeparateProcessesTest {

  private static final Path CONF = Path.of("..", "flink-conf").toAbsolutePath().normalize();
  private static final Path MODELS =
      Path.of("..", "testdata", "models").toAbsolutePath().normalize();
  private static final Duration WITHIN = Duration.ofMinutes(4);
  private static final int EVENTS = 1_500;
  private static final Pattern NATIVE =
      Pattern.compile("/\\S*(libtensorflow_cc|librocksdbjni)\\S*");

  @TempDir Path directory;

  private final Iterator<FeedEvent> events =
      new RetailSimulator(SimulatorOptions.of(7, Instant.parse("2025-01-06T00:00:00Z"), 300));
  private final Map<TopicPartition, Long> sent = new HashMap<>();
  private LocalCluster cluster;
  private Map<String, String> client;

  @Test
  void scoresTwiceInARowAndGoesOnWhenItsProcessIsKilled() throws Exception {
    Distribution distribution = Distribution.in(Path.of("target"));
    cluster = LocalCluster.start(directory.resolve("cluster"), distribution, settings());
    try {
      client = Map.of("bootstrap.servers", cluster.bootstrapServers());
      refusesToStartTwice(distribution);
      JobArguments arguments = prepare();
      ClusterJobs jobs = new ClusterJobs(cluster.rest());
      Submission submission = new Submission(distribution, cluster.configuration());
      ClusterProcess taskManager = cluster.process("taskmanager-1");

      String savepoint = run(jobs, submission, arguments, Submission.Start.ANEW);
      savepoint = run(jobs, submission, arguments, Submission.Start.from(savepoint));
      leavesNothingBehind(taskManager);

      String id =
          submission.submit(Jobs.named("scoring"), arguments, Submission.Start.from(savepoint));
      jobs.awaitRunning(id, WITHIN);
      send(EVENTS);
      long before = taskManager.pid().orElseThrow();
      taskManager.restart();
      assertThat(taskManager.pid().orElseThrow()).isNotEqualTo(before);
      send(EVENTS);
      everythingIsAccountedFor();
      assertThat(jobs.living("scoring").id()).isEqualTo(id);
      assertThat(predictedBy()).containsExactly("purchase_30d@1");
    } finally {
      assertThat(cluster.stop()).as("processes that did not end by themselves").isEmpty();
    }
    assertThat(cluster.processes()).noneMatch(ClusterProcess::isAlive);
  }

  private static ClusterSettings settings() {
    return ClusterSettings.of(CONF)
        .withFlink("execution.checkpointing.interval", "1s")
        .withFlink("execution.checkpointing.min-pause", "100ms")
        .withFlink("parallelism.default", "1");
  }

  private void refusesToStartTwice(Distribution distribution) {
    assertThatThrownBy(() -> LocalCluster.start(cluster.directory(), distribution, settings()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "already: jobmanager-1 " + cluster.process("jobmanager-1").pid().get());
  }

  /** Topics, a model in service, settings that name the registry from anywhere. */
  private JobArguments prepare() throws Exception {
    try (TopicAdmin admin = new TopicAdmin(client)) {
      admin.create(TopicCatalogue.of(""));
    }
    Path file = directory.resolve("scoring.yaml");
    String shipped = Files.readString(CONF.resolve("pipelines").resolve("scoring.yaml"));
    Files.writeString(file, shipped.replace("models: testdata/models", "models: " + MODELS));
    assertThat(FirstModels.ensure(ScoringConfig.read(file), client, "test")).hasSize(1);
    return new JobArguments(file, CONF, java.util.Optional.of(cluster.bootstrapServers()));
  }

  private String run(
      ClusterJobs jobs, Submission submission, JobArguments arguments, Submission.Start start)
      throws Exception {
    String id = submission.submit(Jobs.named("scoring"), arguments, start);
    jobs.awaitRunning(id, WITHIN);
    send(EVENTS);
    everythingIsAccountedFor();
    return jobs.stopWithSavepoint(
        id, cluster.directory().resolve("savepoints").toUri().toString(), WITHIN);
  }

  private void send(int count) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            new HashMap<String, Object>(client),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        FeedEvent event = events.next();
        Topic topic =
            event.stream() == EventType.Stream.SALES ? Topic.SALES_EVENTS : Topic.CUSTOMER_EVENTS;
        var place =
            producer.send(
                new ProducerRecord<>(topic.in(""), event.key().getBytes(UTF_8), event.value()),
                (metadata, e) -> {
                  if (e == null) {
                    sent.merge(
                        new TopicPartition(metadata.topic(), metadata.partition()),
                        metadata.offset() + 1,
                        Math::max);
                  }
                });
        if (i == count - 1) {
          producer.flush();
          place.get();
        }
      }
    }
  }

  /** Each event has one outcome and each scored one a prediction, as committed readers see it. */
  private void everythingIsAccountedFor() {
    OutcomeTracker tracker = new OutcomeTracker("", OutcomeTracker.Mode.STRICT);
    sent.forEach((partition, end) -> tracker.expect(partition, 0, end));
    long deadline = System.nanoTime() + WITHIN.toNanos();
    try (TopicReader reader =
        new TopicReader(client, TopicCatalogue.of("").outputs(), IsolationLevel.READ_COMMITTED)) {
      while (!tracker.accounting().exact() && System.nanoTime() < deadline) {
        reader.poll(Duration.ofMillis(50), tracker::accept);
      }
    }
    assertThat(tracker.problems(10)).isEmpty();
    assertThat(tracker.accounting().exact()).as(tracker.accounting().toString()).isTrue();
    assertThat(tracker.accounting().predictions()).isPositive();
  }

  private Set<String> predictedBy() {
    Set<String> versions = new HashSet<>();
    try (TopicReader reader =
        new TopicReader(client, List.of(Topic.PREDICTIONS.in("")), IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(
          record -> versions.add(PredictionJson.read(record.value(), 0).modelVersion()));
    }
    return versions;
  }

  /**
   * After two jobs: no thread of theirs, each native library mapped from one file, and no more
   * class loaders than one that a library's thread keeps from the process's first job, and the
   * last.
   */
  private static void leavesNothingBehind(ClusterProcess taskManager) throws Exception {
    String pid = Long.toString(taskManager.pid().orElseThrow());
    assertThat(jcmd(pid, "Thread.print").lines().filter(line -> line.startsWith("\"kafka-")))
        .as("threads of Kafka clients")
        .isEmpty();
    Set<String> natives = new HashSet<>();
    Matcher mapped = NATIVE.matcher(Files.readString(Path.of("/proc", pid, "maps")));
    while (mapped.find()) {
      natives.add(mapped.group());
    }
    assertThat(natives).as("native libraries").hasSize(2);
    String loaders =
        jcmd(pid, "GC.class_histogram")
            .lines()
            .filter(line -> line.endsWith("org.apache.flink.util.ChildFirstClassLoader"))
            .findFirst()
            .orElse("0: 0");
    assertThat(Integer.parseInt(loaders.trim().split("\\s+", -1)[1]))
        .as("class loaders of jobs")
        .isLessThanOrEqualTo(2);
  }

  private static String jcmd(String... words) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    builder.command().addAll(List.of(words));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
