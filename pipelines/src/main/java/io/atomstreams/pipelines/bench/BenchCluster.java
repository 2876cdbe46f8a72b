package io.atomstreams.pipelines.bench;

import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** Broker and Flink cluster of a benchmark, in this process, and a place for what they write. */
public final class BenchCluster implements AutoCloseable {

  static final Duration RUNNING_WITHIN = Duration.ofMinutes(2);

  private static final long POLL_NANOS = 20_000_000;

  private final Configuration configuration;
  private final EmbeddedKafka kafka;
  private final EmbeddedFlink flink;
  private final Path scratch;

  private BenchCluster(
      Configuration configuration, EmbeddedKafka kafka, EmbeddedFlink flink, Path scratch) {
    this.configuration = configuration;
    this.kafka = kafka;
    this.flink = flink;
    this.scratch = scratch;
  }

  static BenchCluster start(Bench.Options options, EmbeddedKafka.Settings broker) {
    return start(options.conf(), options.state(), 1, broker);
  }

  /**
   * Starts both.
   *
   * @param conf directory with {@code config.yaml}
   * @param state Flink's name of the state backend
   * @param slots the least that are wanted
   */
  public static BenchCluster start(
      Path conf, String state, int slots, EmbeddedKafka.Settings broker) {
    Path scratch = scratchDirectory();
    Configuration configuration = configuration(conf, state, slots, scratch);
    EmbeddedKafka kafka = EmbeddedKafka.start(broker);
    try {
      int all = configuration.get(TaskManagerOptions.NUM_TASK_SLOTS);
      EmbeddedFlink flink = EmbeddedFlink.start(EmbeddedFlink.Settings.of(configuration, 1, all));
      return new BenchCluster(configuration, kafka, flink, scratch);
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
  }

  private static Configuration configuration(Path conf, String state, int slots, Path scratch) {
    Configuration configuration = GlobalConfiguration.loadConfiguration(conf.toString());
    configuration.set(StateBackendOptions.STATE_BACKEND, state);
    configuration.set(
        TaskManagerOptions.NUM_TASK_SLOTS,
        Math.max(slots, configuration.get(TaskManagerOptions.NUM_TASK_SLOTS)));
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        scratch.resolve("checkpoints").toUri().toString());
    return configuration;
  }

  /** A job's environment under these settings. */
  public StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
  }

  public EmbeddedFlink flink() {
    return flink;
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  public Map<String, String> client() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  /** Submits and waits until all tasks run. */
  JobID run(StreamExecutionEnvironment env) {
    JobID job = flink.submit(env.getStreamGraph()).getJobID();
    flink.awaitRunning(job, RUNNING_WITHIN);
    return job;
  }

  public void awaitEnd(JobID job) {
    while (!flink.status(job).isGloballyTerminalState()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Stops the job and returns the savepoint. */
  String stop(JobID job) {
    return flink.stopWithSavepoint(job, scratch.resolve("savepoints").toUri().toString());
  }

  /** CPU time this process has used so far, broker and everything else included. */
  public static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Creates a topic that is none of the platform's. */
  public void createTopic(String name, int partitions) {
    try (Admin admin = Admin.create(Map.copyOf(client()))) {
      NewTopic topic = new NewTopic(name, partitions, (short) 1);
      answer("create topic " + name, admin.createTopics(List.of(topic)).all());
    }
  }

  /** An empty directory that goes with the cluster. */
  public Path directory(String name) {
    try {
      return Files.createDirectory(scratch.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("no directory " + name + " in " + scratch, e);
    }
  }

  void createTopics(String prefix) {
    try (TopicAdmin admin = new TopicAdmin(client())) {
      admin.create(TopicCatalogue.of(prefix));
    }
  }

  void deleteTopics(String prefix) {
    List<String> names = Arrays.stream(Topic.values()).map(topic -> topic.in(prefix)).toList();
    try (Admin admin = Admin.create(Map.copyOf(client()))) {
      answer("delete the topics of a finished round", admin.deleteTopics(names).all());
    }
  }

  /** Gives topics further settings. */
  void configure(Collection<String> topics, Map<String, String> settings) {
    List<AlterConfigOp> changes =
        settings.entrySet().stream()
            .map(each -> new ConfigEntry(each.getKey(), each.getValue()))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    Map<ConfigResource, Collection<AlterConfigOp>> all =
        topics.stream()
            .collect(
                Collectors.toMap(
                    topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    topic -> changes));
    try (Admin admin = Admin.create(Map.copyOf(client()))) {
      answer("set up the topics", admin.incrementalAlterConfigs(all).all());
    }
  }

  private static void answer(String request, KafkaFuture<Void> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "could not " + request + ": " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: could not " + request, e);
    }
  }

  private static Path scratchDirectory() {
    try {
      return Files.createTempDirectory("atom-bench-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for checkpoints", e);
    }
  }

  @Override
  public void close() {
    flink.close();
    kafka.close();
    TemporaryDirectory.delete(scratch);
  }
}
