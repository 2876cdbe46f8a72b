package io.atomstreams.operators.scoring;

import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which predictions of a batch are explained, within a budget: those of alerts first, then the
 * sample, one call for each model and cause. Called after the batch's predictions have been handed
 * on, which therefore wait for no explanation. One thread.
 */
final class ExplanationDesk {

  /** Events whose alert came before their vector, at most: those of one batch, mostly. */
  private static final int MOST_ALERTED = 4096;

  private final Explanations explanations;
  private final FeatureRankings rankings;
  private final Brownout brownout;
  private final ScoringDesk.Account account;
  private final int most;
  private final Set<SourcePosition> alerted = new LinkedHashSet<>();
  private final int[] due;
  private final int[] places;
  private final FeatureRecord[] last = new FeatureRecord[1];
  private final Prediction[] lastPrediction = new Prediction[1];
  private ServedModel lastModel;
  private int left;

  ExplanationDesk(
      Explanations.Options options,
      FeatureRankings rankings,
      Brownout brownout,
      ScoringDesk.Account account,
      int maxRows) {
    this.explanations = new Explanations(options);
    this.rankings = rankings;
    this.brownout = brownout;
    this.account = account;
    this.most = options.mostPerBatch();
    this.due = new int[maxRows];
    this.places = new int[maxRows];
  }

  /**
   * Explains some of a batch.
   *
   * @param servedBy what made the predictions; {@code null} where the base rate did
   */
  void explain(
      FeatureRecord[] batch,
      int size,
      Prediction[] predictions,
      ServedModel[] servedBy,
      Consumer<? super Output> out) {
    left = most;
    for (Explanation.Cause cause : Explanation.Cause.values()) {
      int count = 0;
      for (int i = 0; i < size; i++) {
        if (servedBy[i] != null && isDue(predictions[i], cause)) {
          due[count++] = i;
        }
      }
      explain(granted(count), batch, predictions, servedBy, cause, out);
    }
    keepLast(batch, size, predictions, servedBy);
  }

  /** An alert is reason enough; only what has none is sampled. */
  private boolean isDue(Prediction prediction, Explanation.Cause cause) {
    return cause == Explanation.Cause.ALERT
        ? !alerted.isEmpty() && alerted.contains(prediction.source())
        : explanations.samples(prediction) && !alerted.contains(prediction.source());
  }

  /** How many of those due may be explained: the first of them. */
  private int granted(int wanted) {
    int granted = brownout.sheds(Brownout.Shed.EXPLANATIONS) ? 0 : Math.min(left, wanted);
    if (wanted > granted) {
      account.shed(Brownout.Shed.EXPLANATIONS, wanted - granted);
    }
    left -= granted;
    return granted;
  }

  /** The first {@code count} of those due, model by model. */
  private void explain(
      int count,
      FeatureRecord[] batch,
      Prediction[] predictions,
      ServedModel[] servedBy,
      Explanation.Cause cause,
      Consumer<? super Output> out) {
    int rest = count;
    while (rest > 0) {
      ServedModel model = servedBy[due[0]];
      int ofModel = 0;
      int others = 0;
      for (int i = 0; i < rest; i++) {
        if (servedBy[due[i]] == model) {
          places[ofModel++] = due[i];
        } else {
          due[others++] = due[i];
        }
      }
      call(model, batch, predictions, ofModel, cause, out);
      rest = others;
    }
  }

  private void call(
      ServedModel model,
      FeatureRecord[] batch,
      Prediction[] predictions,
      int count,
      Explanation.Cause cause,
      Consumer<? super Output> out) {
    try {
      explanations.explain(
          model,
          batch,
          predictions,
          places,
          count,
          cause,
          explanation -> {
            rankings.add(explanation);
            out.accept(explanation);
          });
    } catch (RuntimeException e) { // engines throw their own
      account.failed("model " + model + " cannot explain: " + e);
    }
  }

  private void keepLast(
      FeatureRecord[] batch, int size, Prediction[] predictions, ServedModel[] servedBy) {
    last[0] = batch[size - 1];
    lastPrediction[0] = predictions[size - 1];
    lastModel = servedBy[size - 1];
    if (!alerted.isEmpty()) {
      for (int i = 0; i < size; i++) {
        alerted.remove(batch[i].source());
      }
    }
  }

  /** An alert passes: its event's prediction is explained, whether it was made already or comes. */
  void alerted(Alert alert, Consumer<? super Output> out) {
    if (!explanations.ofAlerts()) {
      return;
    }
    if (lastModel != null && lastPrediction[0].source().equals(alert.source())) {
      if (granted(1) > 0) {
        places[0] = 0;
        call(lastModel, last, lastPrediction, 1, Explanation.Cause.ALERT, out);
      }
      return;
    }
    alerted.add(alert.source());
    if (alerted.size() > MOST_ALERTED) {
      Iterator<SourcePosition> oldest = alerted.iterator();
      oldest.next();
      oldest.remove();
    }
  }
}
