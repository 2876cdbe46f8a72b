package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.pipelines.connector.PublicSettings;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.rollout.FirstChampion;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/** A broker with the platform's topics and a cluster under the shipped settings, in this JVM. */
final class TestInstallation implements AutoCloseable {

  private static final Duration RUNNING_WITHIN = Duration.ofMinutes(3);
  private static final int SLOTS = 2;

  private final EmbeddedKafka kafka;
  private final EmbeddedFlink flink;
  private final Path directory;
  private final Configuration configuration;

  private TestInstallation(
      EmbeddedKafka kafka, EmbeddedFlink flink, Path directory, Configuration configuration) {
    this.kafka = kafka;
    this.flink = flink;
    this.directory = directory;
    this.configuration = configuration;
  }

  /**
   * Starts.
   *
   * @param directory for checkpoints, savepoints and working state
   * @param settings Flink options in place of the shipped ones
   */
  static TestInstallation start(Path directory, Map<String, String> settings) {
    return start(directory, settings, EmbeddedKafka.start(), SLOTS);
  }

  /** The same on a broker that is there, which it closes. */
  static TestInstallation start(
      Path directory, Map<String, String> settings, EmbeddedKafka kafka, int slots) {
    Configuration configuration = configuration(directory, settings);
    try {
      try (TopicAdmin admin = new TopicAdmin(client(kafka))) {
        admin.create(topics());
      }
      EmbeddedFlink flink = EmbeddedFlink.start(EmbeddedFlink.Settings.of(configuration, 1, slots));
      return new TestInstallation(kafka, flink, directory, configuration);
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
  }

  /** The shipped {@code config.yaml}, working below a directory. */
  static Configuration configuration(Path directory, Map<String, String> settings) {
    Configuration configuration =
        GlobalConfiguration.loadConfiguration(
            ScoringConfigTest.SHIPPED.getParent().getParent().toString());
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints(directory).toUri().toString());
    configuration.set(CoreOptions.TMP_DIRS, directory.resolve("tmp").toString());
    settings.forEach(configuration::setString);
    return configuration;
  }

  private static Path checkpoints(Path directory) {
    return directory.resolve("checkpoints");
  }

  static TopicCatalogue topics() {
    return TopicCatalogue.of("");
  }

  private static Map<String, String> client(EmbeddedKafka kafka) {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  Map<String, String> client() {
    return client(kafka);
  }

  EmbeddedFlink flink() {
    return flink;
  }

  StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.getExecutionEnvironment(PublicSettings.of(configuration));
  }

  /** Runs the scoring job as it is shipped. */
  JobID startJob(ScoringConfig config) {
    return start(environment(), config);
  }

  /** Runs the scoring job on, from a savepoint. */
  JobID startJob(ScoringConfig config, int parallelism, String savepoint) {
    Configuration continued = new Configuration(configuration);
    continued.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(continued);
    env.setParallelism(parallelism);
    return start(env, config);
  }

  /** Runs the scoring job into another sink. */
  JobID startJob(ScoringConfig config, Sink<Output> sink) {
    StreamExecutionEnvironment env = environment();
    ScoringPipeline.define(
        env, config, KafkaEndpoints.source(config, kafka.bootstrapServers()), sink);
    return submit(env);
  }

  private JobID start(StreamExecutionEnvironment env, ScoringConfig config) {
    for (ScorerConfig scorer : config.scorers()) {
      FirstChampion.ensure(
          scorer.id(),
          ModelStores.open(scorer.serving()),
          scorer.model(),
          new KafkaModelLog(client(), config.kafka().topicPrefix()),
          "test");
    }
    ScoringJob.define(env, config, kafka.bootstrapServers());
    return submit(env);
  }

  /** Returns once it runs. */
  JobID submit(StreamExecutionEnvironment env) {
    JobID job = flink.submit(env.getStreamGraph()).getJobID();
    flink.awaitRunning(job, RUNNING_WITHIN);
    return job;
  }

  /**
   * Stops the job so that everything is committed.
   *
   * @return the savepoint
   */
  String stop(JobID job) {
    return flink.stopWithSavepoint(job, directory.resolve("savepoints").toUri().toString());
  }

  /** Transactions that hold up committed readers. */
  Collection<String> openTransactions() {
    var undecided =
        new ListTransactionsOptions()
            .filterStates(
                Set.of(
                    TransactionState.ONGOING,
                    TransactionState.PREPARE_COMMIT,
                    TransactionState.PREPARE_ABORT));
    try (Admin admin = Admin.create(Map.copyOf(client()))) {
      return admin.listTransactions(undecided).all().get().stream()
          .map(TransactionListing::transactionalId)
          .toList();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where the job writes its checkpoints. */
  Path checkpointsOf(JobID job) {
    return checkpoints(directory).resolve(job.toString());
  }

  RecordedRun read() {
    return RecordedRun.read(client(), topics());
  }

  @Override
  public void close() {
    try {
      flink.close();
    } finally {
      kafka.close();
    }
  }
}
