package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.pipelines.chaos.load.Mood;
import io.atomstreams.pipelines.chaos.store.Trouble;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a fault can do to a run. All verbs return when they are done. */
public interface Stage extends AutoCloseable {

  /** A process that can be taken away. */
  enum Role {
    TASK_MANAGER("taskmanager"),
    JOB_MANAGER("jobmanager"),
    BROKER("broker");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** How far the job's checkpoints have come. */
  record Checkpoints(long completed, long failed, boolean running, int acknowledged) {}

  /** Settings of a Kafka client, at least {@code bootstrap.servers}. */
  Map<String, String> client();

  /** Starts the job anew. */
  void startJob(int parallelism);

  /** Stops the job, with everything it has done committed. */
  void stopJob();

  /** Ends the process at once, with {@code kill -9}, and returns when it is gone. */
  void kill(Role role);

  /** Starts whatever is not alive, as a supervisor would. */
  void revive();

  /** Stops a process without ending it ({@code SIGSTOP}). */
  void pause(Role role);

  /** Lets whatever is paused go on ({@code SIGCONT}). */
  void resume();

  /** What the cluster says of the job's checkpoints; empty while it does not answer. */
  Optional<Checkpoints> checkpoints();

  /** Whether every task of the job runs; false while nobody answers. */
  boolean isRunning();

  /** Stops the job with a savepoint and starts it from there with so many subtasks. */
  void restartJob(int parallelism);

  /** The job's subtasks of each stage. */
  int parallelism();

  /** Whom to tell what the load is like from now on. */
  void load(Consumer<Mood> moods);

  /** What the load is like from now on. */
  void mood(Mood mood);

  /**
   * What the object store of the checkpoints is like from now on.
   *
   * @throws UnsupportedOperationException if they lie elsewhere
   */
  void store(Trouble trouble);

  /** Where checkpoints are written to. */
  Path checkpointDirectory();

  /** The job's settings. */
  ScoringConfig config();

  /** Where the job's models are. */
  Path modelDirectory();

  /** Where the same versions are that nothing befalls: for whoever checks the job. */
  Path keptModelDirectory();

  /** Ends everything, whatever state it is in. */
  @Override
  void close();

  /** Lets time pass. */
  static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while a fault lasts");
      }
    }
  }

  /** Looks as often as every few milliseconds; whether it came true in time. */
  static boolean await(BooleanSupplier condition, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pass(Duration.ofMillis(2));
    }
    return true;
  }
}
