package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.chaos.fault.Stage.Checkpoints;
import io.atomstreams.pipelines.chaos.fault.Stage.Role;
import io.atomstreams.pipelines.chaos.store.Trouble;
import java.time.Duration;
import java.util.Optional;

/**
 * The object store of the checkpoints is in trouble for a while. Half way a process may die: what
 * takes its place has to be restored from that store, and cannot before the trouble is over.
 *
 * @param killed whose death; empty: nobody's
 */
record StoreErrors(Trouble trouble, Duration lasts, Optional<Role> killed) implements Fault {

  private static final Duration COMPLETED_WITHIN = Duration.ofMinutes(2);

  @Override
  public String befall(Stage stage, CounterRandom random) {
    awaitCheckpoint(stage);
    long before = failed(stage);
    long failedUntilKill;
    stage.store(trouble);
    try {
      Stage.pass(lasts.dividedBy(2));
      failedUntilKill = failed(stage) - before;
      killed.ifPresent(
          role -> {
            stage.kill(role);
            stage.revive();
          });
      Stage.pass(lasts.dividedBy(2));
    } finally {
      stage.store(Trouble.NONE);
    }
    return "the store %s for %d s%s; in half of it %d checkpoints failed"
        .formatted(
            trouble.words(),
            lasts.toSeconds(),
            killed.map(role -> ", kill -9 of the %s meanwhile".formatted(role.word())).orElse(""),
            failedUntilKill);
  }

  /** Without one there is nothing to be restored, and the store would not be missed. */
  private static void awaitCheckpoint(Stage stage) {
    long before = completed(stage);
    Stage.await(() -> completed(stage) > before, COMPLETED_WITHIN);
  }

  private static long completed(Stage stage) {
    return stage.checkpoints().map(Checkpoints::completed).orElse(Long.MIN_VALUE);
  }

  private static long failed(Stage stage) {
    return stage.checkpoints().map(Checkpoints::failed).orElse(0L);
  }
}
