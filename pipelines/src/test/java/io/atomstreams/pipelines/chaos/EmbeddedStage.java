package io.atomstreams.pipelines.chaos;

import io.atomstreams.pipelines.chaos.fault.Stage;
import io.atomstreams.pipelines.chaos.load.Mood;
import io.atomstreams.pipelines.chaos.store.Trouble;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.ScoringJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Broker and cluster in this JVM: only task managers can be taken away. */
final class EmbeddedStage implements Stage {

  private final Path directory;
  private final ScoringConfig config;
  private final EmbeddedKafka kafka = EmbeddedKafka.start();
  private final Configuration settings = GlobalConfiguration.loadConfiguration("../flink-conf");
  private final EmbeddedFlink flink;
  private Consumer<Mood> moods = mood -> {};
  private JobID job;
  private int taskManager;
  private boolean killed;
  private int subtasks;

  /**
   * A stage for a job of these settings.
   *
   * @param config whose registry is {@code models} below the directory
   */
  EmbeddedStage(Path directory, ScoringConfig config) {
    this.directory = directory;
    this.config = config;
    Scenery.copy(modelDirectory(), keptModelDirectory());
    settings.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpointDirectory().toUri().toString());
    settings.setString("execution.checkpointing.interval", "1s");
    settings.setString("execution.checkpointing.min-pause", "100ms");
    flink = EmbeddedFlink.start(EmbeddedFlink.Settings.of(settings, 1, 2));
  }

  @Override
  public Map<String, String> client() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  @Override
  public void startJob(int parallelism) {
    start(parallelism, new Configuration());
  }

  private void start(int parallelism, Configuration more) {
    Configuration own = new Configuration(settings);
    own.addAll(more);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(own);
    env.setParallelism(parallelism);
    ScoringJob.define(env, config, kafka.bootstrapServers());
    subtasks = parallelism;
    job = flink.submit(env.getStreamGraph()).getJobID();
  }

  @Override
  public void stopJob() {
    flink.stopWithSavepoint(job, directory.resolve("savepoints").toUri().toString());
  }

  @Override
  public void kill(Role role) {
    only(role);
    flink.killTaskManager(taskManager);
    killed = true;
  }

  @Override
  public void revive() {
    if (killed) {
      killed = false;
      taskManager = flink.startTaskManager();
    }
  }

  private static void only(Role role) {
    if (role != Role.TASK_MANAGER) {
      throw new UnsupportedOperationException(role + " is in this JVM");
    }
  }

  @Override
  public void pause(Role role) {
    throw new UnsupportedOperationException(role + " is in this JVM");
  }

  @Override
  public void resume() {
    // nothing is ever paused
  }

  @Override
  public Optional<Checkpoints> checkpoints() {
    return Optional.empty();
  }

  @Override
  public boolean isRunning() {
    return flink.allTasksRun(job);
  }

  @Override
  public void restartJob(int parallelism) {
    Configuration more = new Configuration();
    more.setString(
        "execution.state-recovery.path",
        flink.stopWithSavepoint(job, directory.resolve("savepoints").toUri().toString()));
    start(parallelism, more);
    flink.awaitRunning(job, Duration.ofMinutes(2));
  }

  @Override
  public int parallelism() {
    return subtasks;
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
    throw new UnsupportedOperationException("checkpoints lie on a disk");
  }

  @Override
  public Path checkpointDirectory() {
    return directory.resolve("checkpoints");
  }

  @Override
  public ScoringConfig config() {
    return config;
  }

  @Override
  public Path modelDirectory() {
    return directory.resolve("models");
  }

  @Override
  public Path keptModelDirectory() {
    return directory.resolve("models-kept");
  }

  @Override
  public void close() {
    flink.close();
    kafka.close();
  }
}
