package io.atomstreams.operators.scoring;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.rollout.Lineup;
import io.atomstreams.operators.rollout.Timeline;
import java.util.function.Consumer;

/**
 * All that is said about a batch of vectors: a prediction each, exposures while a canary runs, what
 * a shadow would have said, and explanations of some; the last two as far as the load allows. One
 * thread.
 */
public final class ScoringDesk {

  /** What was left out, and what went wrong. */
  public interface Account {
    void shed(Brownout.Shed unit, int count);

    void failed(String why);
  }

  private final Scorer scorer;
  private final RolloutMember member;
  private final Exposures exposures;
  private final RolloutGuard guard;
  private final FeatureRankings rankings;
  private final ExplanationDesk explanations;
  private final Brownout brownout;
  private final Account account;

  /** A desk for batches of at most {@code maxRows}. */
  public ScoringDesk(
      String scorerId,
      Scorer scorer,
      RolloutMember member,
      ServingOptions options,
      int maxRows,
      Account account) {
    this.scorer = scorer;
    this.member = member;
    this.exposures = new Exposures(scorerId);
    this.guard = new RolloutGuard(options.guardrails(), member, scorer, exposures);
    this.brownout = new Brownout(options.brownout());
    this.account = account;
    this.rankings = new FeatureRankings(scorerId, member.subtask());
    this.explanations =
        new ExplanationDesk(options.explanations(), rankings, brownout, account, maxRows);
  }

  /**
   * Scores a batch: first of all every prediction is handed on, then the rest is made.
   *
   * @param waitedMicros how long its oldest record has been in the job
   */
  public void score(
      FeatureRecord[] batch, int size, long waitedMicros, Consumer<? super Output> out) {
    brownout.waited(waitedMicros);
    Timeline timeline = member.timeline();
    note(scorer.score(timeline, batch, size, out));
    expose(timeline, batch, size, out);
    explanations.explain(batch, size, scorer.predictions(), scorer.servedBy(), out);
    shadow(timeline, batch, size, out);
  }

  private void note(String failure) {
    if (!failure.isEmpty()) {
      account.failed(failure);
    }
  }

  private void expose(
      Timeline timeline, FeatureRecord[] batch, int size, Consumer<? super Output> out) {
    for (int i = 0; i < size; i++) {
      Lineup lineup = timeline.lineupAt(batch[i].ts());
      if (lineup.canary().isPresent()) {
        exposures.of(lineup.canary().get(), batch[i], scorer.predictions()[i]).ifPresent(out);
      }
    }
  }

  private void shadow(
      Timeline timeline, FeatureRecord[] batch, int size, Consumer<? super Output> out) {
    int due = 0;
    for (int i = 0; i < size; i++) {
      due += timeline.lineupAt(batch[i].ts()).shadow().isPresent() ? 1 : 0;
    }
    if (due > 0 && brownout.sheds(Brownout.Shed.SHADOWS)) {
      account.shed(Brownout.Shed.SHADOWS, due);
    } else if (due > 0) {
      note(scorer.shadow(timeline, batch, size, out));
    }
  }

  /** An alert passes: its event's prediction is explained, whether it was made already or comes. */
  public void alerted(Alert alert, Consumer<? super Output> out) {
    explanations.alerted(alert, out);
  }

  /** Says which features matter lately, where that has news; to be called about once a minute. */
  public void rank(Consumer<? super Output> out) {
    rankings.news().forEach(out);
  }

  /** Judges the models in service; to be called about once a second. */
  public void judge() {
    guard.judge();
  }

  /** How many kinds of work are left out now, 0 to 3. */
  public int brownoutLevel() {
    return brownout.level();
  }
}
