package io.atomstreams.pipelines.learning;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.pipelines.rollout.ModelRollout;
import java.time.Clock;

/**
 * Brings a registered version before a scorer: notes it in the log of models and, where there is
 * room, asks for it to go into the shadow. Where no model ever served it becomes champion.
 *
 * <p>Room is a free shadow and no transition under way. A challenger is left where it is until
 * evidence has decided about it, however many versions come meanwhile: evidence about a version
 * that makes place every quarter of an hour would never suffice. The next version that finds room
 * is asked for, the latest of all.
 */
final class Challenge {

  /** What came of it. */
  enum Outcome {
    /** The first model of this scorer: it serves. */
    CHAMPION,
    /** It is on its way into the shadow. */
    SHADOW,
    /** It was there before, or further on. */
    KNOWN,
    /** There is no room for it now. */
    NO_ROOM
  }

  private final String scorer;
  private final ModelLog log;
  private final Clock clock;

  Challenge(String scorer, ModelLog log, Clock clock) {
    this.scorer = scorer;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Asks.
   *
   * @throws IllegalStateException if the log does not answer
   */
  Outcome with(ModelRef model, String digest, String by) {
    try (ModelRollout rollout = new ModelRollout(scorer, log, clock)) {
      Stage stage = rollout.timeline().stage(model);
      if (stage != null && stage != Stage.REGISTERED && stage != Stage.VERIFIED) {
        return Outcome.KNOWN;
      }
      rollout.note(model, digest, Stage.VERIFIED, by);
      Timeline timeline = rollout.timeline();
      if (timeline.nextNumber() == 1 && timeline.pending().isEmpty()) {
        rollout.first(model, by, "no model was in service");
        return Outcome.CHAMPION;
      }
      if (timeline.pending().isPresent() || timeline.illegality(Move.SHADOW, model).isPresent()) {
        return Outcome.NO_ROOM;
      }
      rollout.request(Move.SHADOW, model, null, by, "a new version of what is learned");
      return Outcome.SHADOW;
    }
  }
}
