package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.chaos.fault.Stage.Role;
import java.time.Duration;

/**
 * {@code SIGSTOP} for a while, then {@code SIGCONT}: the process holds its connections and answers
 * nobody. When it goes on it does not know that it was away; the cluster may have replaced it.
 */
record Freeze(Role role, Duration least, Duration most) implements Fault {

  @Override
  public String befall(Stage stage, CounterRandom random) {
    long spread = most.minus(least).toMillis();
    Duration frozen = least.plusMillis((long) (random.nextDouble() * spread));
    stage.pause(role);
    try {
      Stage.pass(frozen);
    } finally {
      stage.resume();
    }
    return "SIGSTOP of the %s for %d ms".formatted(role.word(), frozen.toMillis());
  }
}
