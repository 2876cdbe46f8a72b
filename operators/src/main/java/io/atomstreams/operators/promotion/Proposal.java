package io.atomstreams.operators.promotion;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.Timeline;
import java.util.Optional;

/**
 * A move that evidence asks for.
 *
 * @param ramp of a canary; {@code null} for other moves
 * @param reason one sentence with the numbers in it
 */
public record Proposal(Move move, ModelRef model, Ramp ramp, String reason) {

  /** Who asks, in the log of models. */
  public static final String BY = "promotion";

  /** The move, if it can be asked for now. */
  static Optional<Proposal> legal(
      Timeline timeline, Move move, ModelRef model, Ramp ramp, String reason) {
    return timeline.pending().isEmpty() && timeline.illegality(move, model).isEmpty()
        ? Optional.of(new Proposal(move, model, ramp, reason))
        : Optional.empty();
  }

  /**
   * What is to be appended to the log of models.
   *
   * @param timeline for which the move was proposed
   * @param at wall clock, ms
   */
  public RolloutEntry.Request request(Timeline timeline, String scorer, String id, long at) {
    return new RolloutEntry.Request(
        scorer,
        timeline.nextNumber(),
        id,
        move,
        model,
        timeline.versions().get(model).digest(),
        ramp,
        BY,
        reason,
        at);
  }
}
