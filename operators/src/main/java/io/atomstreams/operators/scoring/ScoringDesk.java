package io.atomstreams.operators.scoring;

import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.rollout.Lineup;
import io.atomstreams.operators.rollout.Timeline;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All that is said about a batch of vectors: a prediction each, exposures while a canary runs, what
 * a shadow would have said, and explanations of some; the last two as far as the load allows. One
 * thread.
 */
public final class ScoringDesk {

  /** Events whose alert came before their vector, at most: those of one batch, mostly. */
  private static final int MOST_ALERTED = 4096;

  /** What was left out, and what went wrong. */
  public interface Account {
    void shed(Brownout.Shed unit, int count);

    void failed(String why);
  }

  private final Scorer scorer;
  private final RolloutMember member;
  private final Exposures exposures;
  private final RolloutGuard guard;
  private final Explanations explanations;
  private final Brownout brownout;
  private final Account account;
  private final Set<SourcePosition> alerted = new LinkedHashSet<>();
  private final int[] places;
  private final FeatureRecord[] last = new FeatureRecord[1];
  private final Prediction[] lastPrediction = new Prediction[1];
  private ServedModel lastModel;

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
    this.explanations = new Explanations(options.explanations());
    this.brownout = new Brownout(options.brownout());
    this.account = account;
    this.places = new int[maxRows];
  }

  /**
   * Scores a batch.
   *
   * @param waitedMicros how long its oldest record has been in the job
   */
  public void score(
      FeatureRecord[] batch, int size, long waitedMicros, Consumer<? super Output> out) {
    brownout.waited(waitedMicros);
    Timeline timeline = member.timeline();
    note(scorer.score(timeline, batch, size, out));
    expose(timeline, batch, size, out);
    explain(batch, size, out);
    keepLast(batch, size);
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

  /** One call for each model that has made any of the predictions. */
  private void explain(FeatureRecord[] batch, int size, Consumer<? super Output> out) {
    for (Explanation.Cause cause : Explanation.Cause.values()) {
      ServedModel model = null;
      int count = 0;
      for (int i = 0; i < size; i++) {
        if (isDue(scorer.predictions()[i], cause) && scorer.servedBy()[i] != null) {
          if (model != scorer.servedBy()[i] && count > 0) {
            explain(model, batch, scorer.predictions(), count, cause, out);
            count = 0;
          }
          model = scorer.servedBy()[i];
          places[count++] = i;
        }
      }
      if (count > 0) {
        explain(model, batch, scorer.predictions(), count, cause, out);
      }
    }
  }

  /** An alert is reason enough; only what has none is sampled. */
  private boolean isDue(Prediction prediction, Explanation.Cause cause) {
    return cause == Explanation.Cause.ALERT
        ? !alerted.isEmpty() && alerted.contains(prediction.source())
        : explanations.samples(prediction) && !alerted.contains(prediction.source());
  }

  private void explain(
      ServedModel model,
      FeatureRecord[] batch,
      Prediction[] predictions,
      int count,
      Explanation.Cause cause,
      Consumer<? super Output> out) {
    if (brownout.sheds(Brownout.Shed.EXPLANATIONS)) {
      account.shed(Brownout.Shed.EXPLANATIONS, count);
      return;
    }
    try {
      explanations.explain(model, batch, predictions, places, count, cause, out);
    } catch (RuntimeException e) { // engines throw their own
      account.failed("model " + model + " cannot explain: " + e);
    }
  }

  private void keepLast(FeatureRecord[] batch, int size) {
    last[0] = batch[size - 1];
    lastPrediction[0] = scorer.predictions()[size - 1];
    lastModel = scorer.servedBy()[size - 1];
    alerted.removeIf(source -> isScored(source, batch, size));
  }

  private static boolean isScored(SourcePosition source, FeatureRecord[] batch, int size) {
    for (int i = 0; i < size; i++) {
      if (batch[i].source().equals(source)) {
        return true;
      }
    }
    return false;
  }

  /** An alert passes: its event's prediction is explained, whether it was made already or comes. */
  public void alerted(Alert alert, Consumer<? super Output> out) {
    if (!explanations.ofAlerts()) {
      return;
    }
    if (lastModel != null && lastPrediction[0].source().equals(alert.source())) {
      places[0] = 0;
      explain(lastModel, last, lastPrediction, 1, Explanation.Cause.ALERT, out);
      return;
    }
    alerted.add(alert.source());
    if (alerted.size() > MOST_ALERTED) {
      Iterator<SourcePosition> oldest = alerted.iterator();
      oldest.next();
      oldest.remove();
    }
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
