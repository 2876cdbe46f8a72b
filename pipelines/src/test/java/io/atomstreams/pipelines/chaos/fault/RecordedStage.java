package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.pipelines.chaos.load.Mood;
import io.atomstreams.pipelines.chaos.store.Trouble;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes down what is done to it. */
final class RecordedStage implements Stage {

  private final List<String> done = new ArrayList<>();
  private final Deque<Checkpoints> answers = new ArrayDeque<>();
  private final Path directory;
  private int subtasks = 2;

  RecordedStage(Path directory) {
    this.directory = directory;
  }

  /** What is answered to questions about checkpoints, one after the other; the last for ever. */
  RecordedStage answering(Checkpoints... checkpoints) {
    answers.addAll(List.of(checkpoints));
    return this;
  }

  List<String> done() {
    return done;
  }

  @Override
  public Map<String, String> client() {
    return Map.of();
  }

  @Override
  public void startJob(int parallelism) {
    done.add("start job");
  }

  @Override
  public void stopJob() {
    done.add("stop job");
  }

  @Override
  public void kill(Role role) {
    done.add("kill " + role.word() + (answers.isEmpty() ? "" : " at " + answers.peek()));
  }

  @Override
  public void revive() {
    done.add("revive");
  }

  @Override
  public void pause(Role role) {
    done.add("pause " + role.word());
  }

  @Override
  public void resume() {
    done.add("resume");
  }

  @Override
  public Optional<Checkpoints> checkpoints() {
    return Optional.of(answers.size() > 1 ? answers.remove() : answers.element());
  }

  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public void restartJob(int parallelism) {
    subtasks = parallelism;
    done.add("restart with " + parallelism);
  }

  @Override
  public int parallelism() {
    return subtasks;
  }

  @Override
  public void load(Consumer<Mood> moods) {}

  @Override
  public void mood(Mood mood) {
    done.add("mood " + mood);
  }

  @Override
  public void store(Trouble trouble) {
    done.add("store " + trouble);
  }

  @Override
  public Path checkpointDirectory() {
    return directory.resolve("checkpoints");
  }

  @Override
  public ScoringConfig config() {
    throw new UnsupportedOperationException("there is no job");
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
  public void close() {}
}
