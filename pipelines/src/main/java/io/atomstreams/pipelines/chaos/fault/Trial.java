package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.operators.rollout.Timeline.Transition;
import io.atomstreams.pipelines.rollout.ModelRollout;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * A version's way into service and out of it, as an operator walks it: noted as verified, asked for
 * on the log of models, and retired at the end, wherever it stands by then. One thread.
 */
final class Trial implements AutoCloseable {

  private static final String BY = "chaos";

  /** From the first event on, so that both sides have enough rows to be compared soon. */
  private static final Ramp HALF = new Ramp(List.of(50), 1);

  private final ModelRollout rollout;
  private final ModelRef ref;
  private final Clock clock;
  private final Duration patience;

  /** Number of the latest transition that was asked for here. */
  private int asked;

  /**
   * Notes the version.
   *
   * @param patience how long the job may take to answer, and a guardrail to act
   */
  Trial(String scorer, ModelLog log, ModelManifest version, Clock clock, Duration patience) {
    this.rollout = new ModelRollout(scorer, log, clock);
    this.ref = version.ref();
    this.clock = clock;
    this.patience = patience;
    rollout.note(ref, version.digest(), io.atomstreams.operators.rollout.Stage.VERIFIED, BY);
  }

  /**
   * Asks for it as a shadow, which the job must refuse.
   *
   * @return why it does
   */
  String refused() {
    return decided(Move.SHADOW, null)
        .abandoned()
        .orElseThrow(() -> new BrokenPromiseException(ref + " came into service"));
  }

  /** Makes it a shadow. */
  void shadow() {
    inForce(Move.SHADOW, null);
  }

  /** Makes the shadow a canary for half of the entities. */
  void canary() {
    inForce(Move.CANARY, HALF);
  }

  private void inForce(Move move, Ramp ramp) {
    decided(move, ramp)
        .abandoned()
        .ifPresent(
            why -> {
              throw new BrokenPromiseException("%s %s: %s".formatted(move.word(), ref, why));
            });
  }

  private Transition decided(Move move, Ramp ramp) {
    int number = rollout.request(move, ref, ramp, BY, "a fault").request().number();
    asked = number;
    return rollout
        .await(number, patience)
        .orElseThrow(
            () -> {
              rollout.withdraw(number, "nobody has answered");
              return new BrokenPromiseException(
                  "%s %s: no answer within %s".formatted(move.word(), ref, patience));
            });
  }

  /**
   * Waits until a guardrail has sent the version back.
   *
   * @param why what the guardrail must say
   * @return all that it said
   */
  String sentBack(String why) {
    long deadline = clock.millis() + patience.toMillis();
    for (int number = asked + 1; ; number++) {
      Duration left = Duration.ofMillis(Math.max(0, deadline - clock.millis()));
      Transition decided =
          rollout
              .await(number, left)
              .orElseThrow(
                  () ->
                      new BrokenPromiseException(
                          "%s was not sent back by a guardrail within %s"
                              .formatted(ref, patience)));
      if (isRollback(decided)) {
        return reason(decided, why);
      }
    }
  }

  private String reason(Transition rollback, String why) {
    String said = rollback.request().reason();
    if (!said.contains(why)) {
      throw new BrokenPromiseException(
          "%s was sent back for '%s', must be for its %s".formatted(ref, said, why));
    }
    return said;
  }

  private boolean isRollback(Transition decided) {
    return decided.activation().isPresent()
        && decided.request().move() == Move.ROLLBACK
        && decided.request().model().equals(ref);
  }

  @Override
  public void close() {
    try (rollout) {
      rollout.timeline().pending().ifPresent(t -> rollout.await(t.request().number(), patience));
      inForce(Move.RETIRE, null);
    }
  }
}
