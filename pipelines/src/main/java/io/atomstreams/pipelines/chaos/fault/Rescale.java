package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.operators.state.CounterRandom;
import java.time.Duration;

/** The job goes on with half of its subtasks, and after a while with as many as before. */
record Rescale(Duration between) implements Fault {

  @Override
  public String befall(Stage stage, CounterRandom random) {
    int before = stage.parallelism();
    int other = before > 1 ? before / 2 : 2;
    stage.restartJob(other);
    Stage.pass(between);
    stage.restartJob(before);
    return "%d → %d → %d subtasks, %d s between"
        .formatted(before, other, before, between.toSeconds());
  }
}
