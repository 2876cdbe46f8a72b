package io.atomstreams.pipelines.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.pipelines.chaos.fault.Stage;
import io.atomstreams.pipelines.chaos.load.Mood;
import io.atomstreams.pipelines.deploy.Distribution;
import io.atomstreams.pipelines.deploy.FlinkRest;
import io.atomstreams.pipelines.deploy.FlinkRestException;
import io.atomstreams.pipelines.deploy.cluster.ClusterProcess;
import io.atomstreams.pipelines.deploy.cluster.LocalCluster;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.ScoringJob;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.RemoteStreamEnvironment;

/**
 * The scoring job on a cluster of processes of this machine, each of which can be killed and
 * stopped. The first process of a role is the one that suffers.
 */
public final class LocalStage implements Stage {

  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(3);
  private static final String RUNNING = "RUNNING";

  private final LocalCluster cluster;
  private final Distribution distribution;
  private final ScoringConfig config;
  private final List<FlinkRest> jobManagers;
  private volatile Consumer<Mood> moods = mood -> {};
  private volatile String job = "";
  private int subtasks;

  /**
   * A stage on a cluster that runs.
   *
   * @param config the job's settings; their models lie in a directory
   */
  public LocalStage(LocalCluster cluster, Distribution distribution, ScoringConfig config) {
    this.cluster = cluster;
    this.distribution = distribution;
    this.config = config;
    this.jobManagers = cluster.webUrls().values().stream().map(FlinkRest::new).toList();
  }

  @Override
  public Map<String, String> client() {
    return Map.of("bootstrap.servers", cluster.bootstrapServers());
  }

  @Override
  public void startJob(int parallelism) {
    start(parallelism, SavepointRestoreSettings.none());
  }

  private void start(int parallelism, SavepointRestoreSettings from) {
    URI web = URI.create(leader().url());
    Configuration settings = cluster.configuration();
    settings.removeKey("high-availability.type"); // the address is known, whoever leads
    RemoteStreamEnvironment env =
        new RemoteStreamEnvironment(
            web.getHost(),
            web.getPort(),
            settings,
            new String[] {distribution.jobJar().toString()},
            new URL[0],
            from);
    env.setParallelism(parallelism);
    ScoringJob.define(env, config, cluster.bootstrapServers());
    try {
      job = env.executeAsync("scoring").getJobID().toHexString();
    } catch (Exception e) {
      throw new IllegalStateException("the job cannot be started: " + e.getMessage(), e);
    }
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

  private String stopWithSavepoint() {
    FlinkRest rest = leader();
    JsonNode body =
        new JsonMapper()
            .createObjectNode()
            .put("targetDirectory", cluster.directory().resolve("savepoints").toUri().toString())
            .put("drain", false);
    String request = rest.post("/jobs/" + job + "/stop", body).path("request-id").asText();
    JsonNode[] answer = {null};
    Stage.await(
        () -> {
          answer[0] =
              ask(rest, "/jobs/" + job + "/savepoints/" + request).orElse(body);
          return answer[0].path("status").path("id").asText().equals("COMPLETED");
        },
        ANSWER_WITHIN);
    String place = answer[0].path("operation").path("location").asText("");
    if (place.isEmpty()) {
      throw new IllegalStateException("the job did not stop with a savepoint: " + answer[0]);
    }
    Stage.await(() -> !isRunning(), ANSWER_WITHIN);
    return place;
  }

  @Override
  public void restartJob(int parallelism) {
    start(parallelism, SavepointRestoreSettings.forPath(stopWithSavepoint()));
  }

  @Override
  public int parallelism() {
    return subtasks;
  }

  private ClusterProcess process(Role role) {
    return switch (role) {
      case TASK_MANAGER -> cluster.taskManagers().get(0);
      case JOB_MANAGER -> cluster.jobManagers().get(0);
      case BROKER -> cluster.kafka();
    };
  }

  @Override
  public void kill(Role role) {
    process(role).kill();
  }

  /** A process that has ended by itself since (it was fenced off, or gave up) is started too. */
  @Override
  public void start(Role role) {
    cluster.processes().stream().filter(one -> !one.isAlive()).forEach(ClusterProcess::start);
  }

  @Override
  public void pause(Role role) {
    process(role).suspend();
  }

  @Override
  public void resume(Role role) {
    process(role).resume();
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
  public Path checkpointDirectory() {
    return cluster.directory().resolve("checkpoints");
  }

  @Override
  public Path modelDirectory() {
    return Path.of(config.scorer().serving().models());
  }

  /** The cluster itself, for what only measurements ask. */
  LocalCluster cluster() {
    return cluster;
  }

  @Override
  public void close() {
    cluster.kill();
  }
}
