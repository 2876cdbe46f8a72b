package io.atomstreams.operators.scoring;

import io.atomstreams.operators.event.Prediction.Role;
import io.atomstreams.operators.rollout.Lineup;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Timeline;
import java.util.Optional;

/**
 * Sends a canary back, or a champion that has just been promoted, when it breaks a guardrail on the
 * share of the traffic that this subtask sees. One thread.
 */
public final class RolloutGuard {

  private static final String NAME = "guardrail";
  private static final int JUDGEMENTS_TO_WAIT = 60;

  private final Guardrails guardrails;
  private final RolloutMember member;
  private final Scorer scorer;
  private final Exposures exposures;

  /** Line-ups that this member has seen come: an older champion has proved itself. */
  private final int firstOwn;

  private int transition = -1;
  private int patience;
  private ArmStats before = new ArmStats();

  RolloutGuard(Guardrails guardrails, RolloutMember member, Scorer scorer, Exposures exposures) {
    this.guardrails = guardrails;
    this.member = member;
    this.scorer = scorer;
    this.exposures = exposures;
    this.firstOwn = member.timeline().lineup().number() + 1;
  }

  /** How many of the decided transitions a guardrail has asked for, and was given. */
  public static int rollbacks(Timeline timeline) {
    return (int)
        timeline.decided().stream()
            .filter(decided -> decided.abandoned().isEmpty())
            .filter(decided -> decided.request().by().equals(NAME))
            .count();
  }

  /** Judges; to be called about once a second. */
  public void judge() {
    Timeline timeline = member.timeline();
    Lineup lineup = timeline.lineup();
    if (lineup.number() != transition) {
      begin(lineup);
    }
    if (wasRefused(timeline)) {
      return;
    }
    lineup
        .canary()
        .ifPresent(
            canary ->
                guardrails
                    .breach(scorer.stats(Role.CANARY), scorer.stats(Role.CHAMPION))
                    .or(() -> exposures.breach(guardrails))
                    .ifPresent(why -> member.request(Move.ROLLBACK, canary.model(), NAME, why)));
    if (isWatched(timeline)) {
      guardrails
          .breach(scorer.stats(Role.CHAMPION), before)
          .ifPresent(
              why -> member.request(Move.ROLLBACK, lineup.champion().orElseThrow(), NAME, why));
    }
  }

  /** Whether its own last wish was not fulfilled: it waits a minute before it asks again. */
  private boolean wasRefused(Timeline timeline) {
    boolean refused =
        timeline
            .decided(timeline.nextNumber() - 1)
            .filter(last -> last.abandoned().isPresent() && last.request().by().equals(NAME))
            .isPresent();
    patience = refused ? (patience + 1) % JUDGEMENTS_TO_WAIT : 0;
    return patience > 0;
  }

  /** Whether the champion came by the last transition, and not long ago. */
  private boolean isWatched(Timeline timeline) {
    Lineup lineup = timeline.lineup();
    Optional<Move> last =
        timeline.decided(lineup.number()).map(decided -> decided.request().move());
    return lineup.number() >= firstOwn
        && last.equals(Optional.of(Move.PROMOTE))
        && lineup.standby().isPresent()
        && scorer.stats(Role.CHAMPION).rows() <= guardrails.watchRows();
  }

  private void begin(Lineup lineup) {
    transition = lineup.number();
    before = scorer.stats(Role.CHAMPION).copy();
    scorer.stats(Role.CHAMPION).clear();
    scorer.stats(Role.CANARY).clear();
  }
}
