package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Evaluation.Metric;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.fold.Fold;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over the judged scores of one window: losses, and how many of each answer fell on each 256th
 * of [0, 1], from which the ranking and the calibration follow. 4 kB. For one thread.
 */
public final class Judgements {

  static final int BINS = 256;

  private static final double HALF = 0.5;

  /** Who said what is judged, and of which examples. */
  record Subject(String scorer, String modelVersion, Prediction.Role role, String segment) {
    static Subject of(Judged judged) {
      return new Subject(judged.scorer(), judged.modelVersion(), judged.role(), judged.segment());
    }
  }

  /** The window's end, event time, ms; {@link Fold#NEVER} if none is open. */
  long to = Fold.NEVER;

  /** What is judged; {@code null} while no window is open. */
  Subject subject;

  double weight;
  double positives;
  double logLoss;
  double brier;
  double errors;
  double said;
  final long[] yes = new long[BINS];
  final long[] no = new long[BINS];

  void add(Judged judged) {
    double p = judged.probability();
    double y = judged.target();
    double w = judged.weight();
    subject = Subject.of(judged);
    weight += w;
    positives += w * y;
    logLoss += w * Loss.LOG_LOSS.of(p, y);
    brier += w * Loss.BRIER.of(p, y);
    errors += w * Loss.ERROR.of(p, y);
    said += w * p;
    int bin = Math.min(BINS - 1, (int) (p * BINS));
    (y >= HALF ? yes : no)[bin] += (long) Math.signum(w);
  }

  /** Opens no window. */
  void clear() {
    to = Fold.NEVER;
    subject = null;
    weight = 0;
    positives = 0;
    logLoss = 0;
    brier = 0;
    errors = 0;
    said = 0;
    Arrays.fill(yes, 0);
    Arrays.fill(no, 0);
  }

  List<Metric> metrics() {
    return List.of(
        new Metric("log_loss", logLoss / weight),
        new Metric("brier", brier / weight),
        new Metric("error", errors / weight),
        new Metric("auc", auc()),
        new Metric("calibration_error", calibrationError()),
        new Metric("mean_probability", said / weight),
        new Metric("positive_share", positives / weight));
  }

  /**
   * The probability that a yes was given a higher score than a no, scores of the same 256th taken
   * for equal and counted half; NaN without both.
   */
  private double auc() {
    double pairs = 0;
    double below = 0;
    double positive = 0;
    for (int i = 0; i < BINS; i++) {
      pairs += yes[i] * (below + HALF * no[i]);
      below += no[i];
      positive += yes[i];
    }
    return positive > 0 && below > 0 ? pairs / (positive * below) : Double.NaN;
  }

  /**
   * Σ over tenths of (n_b / n) |share of yes − middle of the 256ths|: the expected calibration
   * error.
   */
  private double calibrationError() {
    double error = 0;
    double total = 0;
    for (int tenth = 0; tenth < 10; tenth++) {
      double count = 0;
      double positive = 0;
      double middles = 0;
      for (int i = tenth * BINS / 10; i < (tenth + 1) * BINS / 10; i++) {
        double here = (double) yes[i] + no[i];
        count += here;
        positive += yes[i];
        middles += here * (i + HALF) / BINS;
      }
      error += Math.abs(positive - middles);
      total += count;
    }
    return error / total;
  }
}
