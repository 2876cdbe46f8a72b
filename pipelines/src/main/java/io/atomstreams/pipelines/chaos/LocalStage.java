package io.atomstreams.pipelines.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.atomstreams.pipelines.chaos.fault.Stage;
import io.atomstreams.pipelines.chaos.load.Mood;
import io.atomstreams.pipelines.chaos.store.ObjectStore;
import io.atomstreams.pipelines.chaos.store.Trouble;
import io.atomstreams.pipelines.config.JobArguments;
import io.atomstreams.pipelines.deploy.ClusterJobs;
import io.atomstreams.pipelines.deploy.Distribution;
import io.atomstreams.pipelines.deploy.FlinkRest;
import io.atomstreams.pipelines.deploy.FlinkRestException;
import io.atomstreams.pipelines.deploy.Jobs;
import io.atomstreams.pipelines.deploy.Submission;
import io.atomstreams.pipelines.deploy.cluster.ClusterProcess;
import io.atomstreams.pipelines.deploy.cluster.LocalCluster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.RestOptions;

/**
 * The scoring job on a cluster of processes of this machine, each of which can be killed and
 * stopped. The first process of a role is the one that suffers.
 */
public final class LocalStage implements Stage {

  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(3);
  private static final String RUNNING = "RUNNING";
  private static final int STOP_ATTEMPTS = 5;

  private final LocalCluster cluster;
  private final Distribution distribution;
  private final Path file;
  private final Path models;
  private final Optional<ObjectStore> store;
  private final List<FlinkRest> jobManagers;
  private volatile Consumer<Mood> moods = mood -> {};
  private volatile String job = "";
  private int subtasks;
  private boolean closed;

  /**
   * A stage on a cluster that runs.
   *
   * @param file the job's settings
   * @param models the registry that they name
   * @param store that of the checkpoints, if they are not on a disk
   */
  public LocalStage(
      LocalCluster cluster,
      Distribution distribution,
      Path file,
      Path models,
      Optional<ObjectStore> store) {
    this.cluster = cluster;
    this.distribution = distribution;
    this.file = file;
    this.models = models;
    this.store = store;
    this.jobManagers =
        cluster.webUrls().values().stream()
            .map(url -> new FlinkRest(List.of(url), cluster.configuration()))
            .toList();
  }

  @Override
  public Map<String, String> client() {
    return Map.of("bootstrap.servers", cluster.bootstrapServers());
  }

  @Override
  public void startJob(int parallelism) {
    start(parallelism, Optional.empty());
  }

  private void start(int parallelism, Optional<String> savepoint) {
    URI web = URI.create(leader().url());
    Configuration settings = cluster.configuration();
    settings.set(HighAvailabilityOptions.HA_MODE, "NONE"); // the address is known, whoever leads
    settings.set(RestOptions.ADDRESS, web.getHost());
    settings.set(RestOptions.PORT, web.getPort());
    JobArguments arguments =
        new JobArguments(file, file.getParent(), Optional.of(cluster.bootstrapServers()));
    job =
        new Submission(distribution, settings)
            .submit(
                Jobs.named("scoring"),
                arguments,
                new Submission.Start(Optional.of(parallelism), savepoint, false));
    subtasks = parallelism;
  }

  /** A JobManager that answers; of several each answers for the one that leads. */
  private FlinkRest leader() {
    FlinkRest[] found = {null};
    Stage.await(
        () -> {
          for (FlinkRest one : jobManagers) {
            if (ask(one, "/overview").isPresent()) {
              found[0] = one;
              return true;
            }
          }
          return false;
        },
        ANSWER_WITHIN);
    if (found[0] == null) {
      throw new IllegalStateException("no JobManager answers");
    }
    return found[0];
  }

  private static Optional<JsonNode> ask(FlinkRest rest, String path) {
    try {
      return Optional.of(rest.get(path));
    } catch (FlinkRestException nobody) {
      return Optional.empty();
    }
  }

  private Optional<JsonNode> ask(String path) {
    return jobManagers.stream().flatMap(rest -> ask(rest, path).stream()).findFirst();
  }

  @Override
  public void stopJob() {
    stopWithSavepoint();
  }

  /** Only a job whose tasks all run can be stopped; between two looks one may be lost. */
  private String stopWithSavepoint() {
    String directory = cluster.configuration().get(CheckpointingOptions.SAVEPOINT_DIRECTORY);
    RuntimeException failure = null;
    for (int attempt = 0; attempt < STOP_ATTEMPTS; attempt++) {
      Stage.await(this::isRunning, ANSWER_WITHIN);
      try {
        String savepoint =
            new ClusterJobs(leader()).stopWithSavepoint(job, directory, ANSWER_WITHIN);
        Stage.await(() -> !isRunning(), ANSWER_WITHIN);
        return savepoint;
      } catch (IllegalStateException | FlinkRestException e) {
        failure = e;
      }
    }
    throw new IllegalStateException("the job does not stop: " + failure.getMessage(), failure);
  }

  @Override
  public void restartJob(int parallelism) {
    start(parallelism, Optional.of(stopWithSavepoint()));
    Stage.await(this::isRunning, ANSWER_WITHIN);
  }

  @Override
  public int parallelism() {
    return subtasks;
  }

  /** Of the JobManagers the one that leads. */
  private ClusterProcess process(Role role) {
    return switch (role) {
      case TASK_MANAGER -> cluster.taskManagers().get(0);
      case JOB_MANAGER -> cluster.process(Leadership.of(cluster));
      case BROKER -> cluster.kafka();
    };
  }

  @Override
  public void kill(Role role) {
    process(role).kill();
  }

  @Override
  public synchronized void revive() {
    if (closed) {
      return;
    }
    cluster.processes().stream().filter(one -> !one.isAlive()).forEach(ClusterProcess::start);
  }

  @Override
  public void pause(Role role) {
    process(role).suspend();
  }

  @Override
  public void resume() {
    cluster.processes().stream()
        .filter(ClusterProcess::isSuspended)
        .forEach(ClusterProcess::resume);
  }

  @Override
  public Optional<Checkpoints> checkpoints() {
    return ask("/jobs/" + job + "/checkpoints").map(LocalStage::checkpoints);
  }

  private static Checkpoints checkpoints(JsonNode answer) {
    JsonNode counts = answer.path("counts");
    int acknowledged = 0;
    for (JsonNode one : answer.path("history")) {
      if (one.path("status").asText().equals("IN_PROGRESS")) {
        acknowledged = one.path("num_acknowledged_subtasks").asInt();
      }
    }
    return new Checkpoints(
        counts.path("completed").asLong(),
        counts.path("failed").asLong(),
        counts.path("in_progress").asInt() > 0,
        acknowledged);
  }

  /** Size of the state in the latest checkpoint, 0 without one. */
  long stateBytes() {
    return ask("/jobs/" + job + "/checkpoints")
        .map(answer -> answer.path("latest").path("completed").path("state_size").asLong())
        .orElse(0L);
  }

  /** Stops the job, everything committed; what to start it from again. */
  public String stopForRestart() {
    return stopWithSavepoint();
  }

  /** Starts the job from where another was stopped. */
  public void startFrom(String savepoint, int parallelism) {
    start(parallelism, Optional.of(savepoint));
  }

  @Override
  public boolean isRunning() {
    return ask("/jobs/" + job)
        .filter(answer -> answer.path("state").asText().equals(RUNNING))
        .map(answer -> areRunning(answer.path("vertices")))
        .orElse(false);
  }

  private static boolean areRunning(JsonNode vertices) {
    for (JsonNode vertex : vertices) {
      if (!vertex.path("status").asText().equals(RUNNING)
          || vertex.path("tasks").path(RUNNING).asInt() != vertex.path("parallelism").asInt()) {
        return false;
      }
    }
    return !vertices.isEmpty();
  }

  @Override
  public void load(Consumer<Mood> to) {
    moods = to;
  }

  @Override
  public void mood(Mood mood) {
    moods.accept(mood);
  }

  @Override
  public void store(Trouble trouble) {
    store
        .orElseThrow(
            () -> new UnsupportedOperationException("checkpoints lie on a disk: --s3 is missing"))
        .trouble(trouble);
  }

  @Override
  public Path checkpointDirectory() {
    return cluster.directory().resolve("checkpoints");
  }

  @Override
  public Path modelDirectory() {
    return models;
  }

  /** The cluster itself, for what only measurements ask. */
  LocalCluster cluster() {
    return cluster;
  }

  /** Whoever still runs starts nothing any more. */
  @Override
  public synchronized void close() {
    closed = true;
    cluster.kill();
  }
}
