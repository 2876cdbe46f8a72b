package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.operators.state.CounterRandom;

/** The job is stopped with a savepoint and started again from it. */
record Upgrade() implements Fault {

  @Override
  public String befall(Stage stage, CounterRandom random) {
    stage.restartJob(stage.parallelism());
    return "stopped with a savepoint and started from it";
  }
}
