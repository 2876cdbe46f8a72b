package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.chaos.fault.Stage.Checkpoints;
import io.atomstreams.pipelines.chaos.fault.Stage.Role;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code kill -9} of the task manager at a moment of a checkpoint, told by what the job manager
 * answers when asked every few milliseconds. Between its answer and the signal lie some
 * milliseconds more, so what is said is when the kill was sent, not what the process did then.
 */
record KillInCheckpoint(Moment moment) implements Fault {

  private static final Duration WITHIN = Duration.ofSeconds(60);

  /** Where a checkpoint stands. */
  enum Moment {
    /** The barriers are on their way and nobody has answered. */
    STARTED,
    /** The sink has flushed and prepared its transactions; not all subtasks have answered. */
    PRE_COMMIT,
    /** It is complete: the order to commit is on its way. */
    COMMIT
  }

  @Override
  public String befall(Stage stage, CounterRandom random) {
    long completed = stage.checkpoints().map(Checkpoints::completed).orElse(0L);
    boolean[] hit = {false};
    Stage.await(() -> !isRunning(stage.checkpoints()), WITHIN);
    hit[0] = Stage.await(() -> isAt(stage.checkpoints(), completed), WITHIN);
    Optional<Checkpoints> seen = stage.checkpoints();
    stage.kill(Role.TASK_MANAGER);
    stage.revive();
    return "kill -9 of the taskmanager at %s of a checkpoint (%s; asked again: %s)"
        .formatted(
            moment, hit[0] ? "seen" : "not seen in time", seen.map(Object::toString).orElse("-"));
  }

  private static boolean isRunning(Optional<Checkpoints> checkpoints) {
    return checkpoints.isPresent() && checkpoints.get().running();
  }

  private boolean isAt(Optional<Checkpoints> checkpoints, long before) {
    return checkpoints.isPresent()
        && switch (moment) {
          case STARTED -> checkpoints.get().running() && checkpoints.get().acknowledged() == 0;
          case PRE_COMMIT -> checkpoints.get().running() && checkpoints.get().acknowledged() > 0;
          case COMMIT -> !checkpoints.get().running() && checkpoints.get().completed() > before;
        };
  }
}
