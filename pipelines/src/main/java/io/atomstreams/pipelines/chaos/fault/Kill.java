package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.chaos.fault.Stage.Role;
import java.time.Duration;

/** {@code kill -9}, and a new process after a while, as a supervisor would start it. */
record Kill(Role role, Duration away) implements Fault {

  @Override
  public String befall(Stage stage, CounterRandom random) {
    stage.kill(role);
    Stage.pass(away);
    stage.revive();
    return "kill -9 of the %s, started again after %d ms".formatted(role.word(), away.toMillis());
  }
}
