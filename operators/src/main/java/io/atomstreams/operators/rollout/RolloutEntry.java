package io.atomstreams.operators.rollout;

import io.atomstreams.model.ModelRef;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/** What the log of models is made of. Their order in the log decides what holds. */
public sealed interface RolloutEntry extends Serializable {

  /**
   * A version is in the registry, or was found whole and computing what it was packed with.
   *
   * @param digest of everything that makes the model what it computes
   * @param stage {@link Stage#REGISTERED}, {@link Stage#VERIFIED}
   * @param by who says so
   * @param at wall clock, ms
   */
  record Noted(ModelRef model, String digest, Stage stage, String by, long at)
      implements RolloutEntry {
    public Noted {
      if (stage != Stage.REGISTERED && stage != Stage.VERIFIED) {
        throw new IllegalArgumentException(
            "a version is noted as registered or verified, not as " + stage.word());
      }
    }
  }

  /** About one transition of one scorer. */
  sealed interface OfTransition extends RolloutEntry {
    String scorer();

    /** The transition's place among the scorer's, from 1. */
    int number();
  }

  /**
   * Somebody asks for a transition. Of several with one number the first in the log counts.
   *
   * @param id tells it from another of the same number
   * @param digest of the version, which every subtask must find
   * @param ramp of a canary; {@code null} for other moves
   * @param by who asks: a person, or a guardrail
   * @param at wall clock, ms
   */
  record Request(
      String scorer,
      int number,
      String id,
      Move move,
      ModelRef model,
      String digest,
      Ramp ramp,
      String by,
      String reason,
      long at)
      implements OfTransition {
    public Request {
      Objects.requireNonNull(move);
      Objects.requireNonNull(model);
      if ((move == Move.CANARY) != (ramp != null)) {
        throw new IllegalArgumentException(
            "a canary comes with a ramp, and nothing else does: " + move.word());
      }
    }
  }

  /**
   * A subtask has the version warm, and will score no event at or after {@code horizon} before it
   * has seen everything that stands before its next promise in the log.
   *
   * @param subtask 0 to {@code subtasks - 1}
   * @param renewal how many promises of this transition the subtask made before
   * @param horizon event time, ms; {@link Long#MIN_VALUE}: it has scored nothing yet
   * @param stagedMillis how long loading, self-test and warm-up took
   * @param refusal why it cannot serve the version; empty if it can
   */
  record Promise(
      String scorer,
      int number,
      int subtask,
      int subtasks,
      int renewal,
      long horizon,
      long stagedMillis,
      String refusal)
      implements OfTransition {}

  /**
   * The transition takes effect: events from {@code effectiveFrom} on see it. Void if a promise
   * before it in the log reaches further.
   *
   * @param effectiveFrom event time, ms; {@link Long#MIN_VALUE}: all events
   * @param acknowledged the promises it rests on
   * @param at wall clock, ms
   */
  record Activation(
      String scorer, int number, long effectiveFrom, List<Acknowledged> acknowledged, long at)
      implements OfTransition {
    public Activation {
      acknowledged = List.copyOf(acknowledged);
    }
  }

  /** A subtask that has the version warm, and how long that took it. */
  record Acknowledged(int subtask, long stagedMillis) implements Serializable {}

  /** The transition does not happen. */
  record Abandonment(String scorer, int number, String reason, long at) implements OfTransition {}
}
