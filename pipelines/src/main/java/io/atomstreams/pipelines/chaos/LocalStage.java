package io.atomstreams.pipelines.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.atomstreams.pipelines.chaos.fault.Stage;
import io.atomstreams.pipelines.chaos.load.Mood;
import io.atomstreams.pipelines.chaos.soak.Sample;
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
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.RestOptions;

/**
 * The scoring job on a cluster of processes of this machine, each of which can be killed and
 * stopped.
 */
public final class LocalStage implements Stage {

  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(3);
  private static final String RUNNING = "RUNNING";
  private static final int STOP_ATTEMPTS = 5;

  private final LocalCluster cluster;
  private final Distribution distribution;
  private final Path file;
  private final ScoringConfig config;
  private final Path models;
  private final Path keptModels;
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
   * @param keptModels a registry with the same versions that nothing befalls
   * @param store that of the checkpoints, if they are not on a disk
   */
  public LocalStage(
      LocalCluster cluster,
      Distribution distribution,
      Path file,
      Path models,
      Path keptModels,
      Optional<ObjectStore> store) {
    this.cluster = cluster;
    this.distribution = distribution;
    this.file = file;
    this.config = ScoringConfig.read(file);
    this.models = models;
    this.keptModels = keptModels;
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

  /** Of several the one that counts: a TaskManager with tasks, the JobManager that leads. */
  private ClusterProcess process(Role role) {
    return switch (role) {
      case TASK_MANAGER -> busyTaskManager();
      case JOB_MANAGER -> cluster.process(Leadership.of(cluster));
      case BROKER -> cluster.kafka();
    };
  }

  /** The first where nobody says so; a TaskManager is known under the name of its process. */
  private ClusterProcess busyTaskManager() {
    List<ClusterProcess> all = cluster.taskManagers();
    Set<String> busy =
        all.size() == 1 ? Set.of() : ask("/taskmanagers").map(LocalStage::busy).orElse(Set.of());
    return all.stream().filter(one -> busy.contains(one.name())).findFirst().orElse(all.get(0));
  }

  private static Set<String> busy(JsonNode answer) {
    Set<String> names = new HashSet<>();
    for (JsonNode one : answer.path("taskmanagers")) {
      if (one.path("freeSlots").asInt() < one.path("slotsNumber").asInt()) {
        names.add(one.path("id").asText());
      }
    }
    return names;
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

  /** What the cluster says of the job; not running while nobody answers. */
  Sample.Job job() {
    Optional<Checkpoints> checkpoints = checkpoints();
    return new Sample.Job(
        isRunning(),
        ask("/jobs/" + job + "/metrics?get=numRestarts")
            .map(answer -> answer.path(0).path("value").asLong())
            .orElse(0L),
        checkpoints.map(Checkpoints::completed).orElse(0L),
        checkpoints.map(Checkpoints::failed).orElse(0L),
        stateBytes());
  }

  /** Memory that a TaskManager says it uses, as its JobManager was told last. */
  Optional<Sample.Jvm> jvm(String taskManager) {
    return ask("/taskmanagers/" + taskManager).map(answer -> jvm(answer.path("metrics")));
  }

  private static Sample.Jvm jvm(JsonNode metrics) {
    long collected = 0;
    for (JsonNode collector : metrics.path("garbageCollectors")) {
      collected += collector.path("time").asLong();
    }
    return new Sample.Jvm(
        metrics.path("heapUsed").asLong(),
        metrics.path("nonHeapUsed").asLong(),
        metrics.path("directUsed").asLong(),
        collected);
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
  public ScoringConfig config() {
    return config;
  }

  @Override
  public Path modelDirectory() {
    return models;
  }

  @Override
  public Path keptModelDirectory() {
    return keptModels;
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
