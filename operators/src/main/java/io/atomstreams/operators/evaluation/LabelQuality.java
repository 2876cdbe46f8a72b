package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;

/**
 * How far can the labels themselves be trusted?
 *
 * <ul>
 *   <li>{@code delay}: how long answers take, as quantiles of a histogram with four buckets an
 *       octave of milliseconds; a quantile is a bucket's upper end, at most a quarter of an octave
 *       (19 %) above the true one.
 *   <li>{@code flipRate}: answers that were corrected later, of all first answers; {@code
 *       conflictRate}: those where two sources disagreed.
 *   <li>{@code missingRate}: questions past their time without any answer, of all that are due.
 *   <li>{@code prior shift}: the share of positives against a reference, by {@link #shift}.
 * </ul>
 *
 * <p>Counts only: exact in any order, mergeable. Memory 2 kB.
 */
public final class LabelQuality implements Serializable {

  private static final long serialVersionUID = 1;

  private static final int DUE = 0;
  private static final int ANSWERED = 1;
  private static final int POSITIVE = 2;
  private static final int FLIPPED = 3;
  private static final int CONFLICTING = 4;
  private static final int FIXED = 5;

  /** Up to 2⁶³ ms; the first is of less than 1 ms. */
  private static final int BUCKETS = 1 + 63 * 4;

  /** With nothing seen by {@code create}. */
  public StateCodec<Tally> codec() {
    return new TallyCodec("evaluation-labels", FIXED + BUCKETS, 0);
  }

  /** A question's time has come: an answer is due. */
  public void due(Tally state) {
    count(state, DUE);
  }

  /**
   * A question has its first answer.
   *
   * @param delayMs from the question to the answer, event time, 0 or more; less counts as 0
   */
  public void answered(Tally state, boolean positive, long delayMs) {
    count(state, ANSWERED);
    if (positive) {
      count(state, POSITIVE);
    }
    count(state, FIXED + bucket(delayMs));
  }

  /** The first answer of a question turned out to be wrong; this is the right one. */
  public void corrected(Tally state, boolean nowPositive) {
    count(state, FLIPPED);
    state.count(POSITIVE, (long) (nowPositive ? Tally.UNITS : -Tally.UNITS));
  }

  /** Two sources answered a question differently. */
  public void conflicting(Tally state) {
    count(state, CONFLICTING);
  }

  private static void count(Tally state, int what) {
    state.count(what, (long) Tally.UNITS);
  }

  public void merge(Tally state, Tally other) {
    state.merge(other);
  }

  static int bucket(long delayMs) {
    if (delayMs < 1) {
      return 0;
    }
    int octave = 63 - Long.numberOfLeadingZeros(delayMs);
    int quarter = (int) ((octave >= 2 ? delayMs >>> (octave - 2) : delayMs << (2 - octave)) & 3);
    return 1 + 4 * octave + quarter;
  }

  /** The bucket's end, which does not belong to it, ms. */
  static double end(int bucket) {
    return bucket == 0 ? 1 : Math.scalb(1 + ((bucket - 1) % 4 + 1) / 4.0, (bucket - 1) / 4);
  }

  /** The figures. */
  public EvaluationReport report(Tally state) {
    double answered = state.weight(ANSWERED);
    double due = state.weight(DUE);
    return new EvaluationReport.Builder()
        .fact("baseRate", state.weight(POSITIVE) / answered)
        .lower("delayMs.p50", delay(state, 0.5))
        .lower("delayMs.p90", delay(state, 0.9))
        .lower("delayMs.p99", delay(state, 0.99))
        .lower("flipRate", state.weight(FLIPPED) / answered)
        .lower("conflictRate", state.weight(CONFLICTING) / answered)
        .lower("missingRate", due > 0 ? Math.max(0, due - answered) / due : Double.NaN)
        .of("labels", answered);
  }

  /** An upper end of the share {@code q} of delays, ms. */
  double delay(Tally state, double q) {
    double passed = 0;
    double wanted = q * state.weight(ANSWERED);
    for (int i = 0; i < BUCKETS; i++) {
      passed += state.weight(FIXED + i);
      if (passed > 0 && passed >= wanted) {
        return end(i);
      }
    }
    return Double.NaN;
  }

  /**
   * A shift of the share of positives.
   *
   * @param difference now less reference
   * @param interval of the difference, Newcombe, at {@code 1 − alpha}
   * @param pValue of equal shares: two-sided, pooled z-test
   * @param shifted whether {@code pValue < alpha}
   */
  public record Shift(
      double difference, Proportion.Interval interval, double pValue, boolean shifted) {}

  /**
   * Compares the share of positives now with that of a reference.
   *
   * @param alpha probability of a false alarm per comparison, in (0, 1)
   */
  public Shift shift(Tally reference, Tally now, double alpha) {
    Proportion before = new Proportion(reference.weight(POSITIVE), reference.weight(ANSWERED));
    Proportion after = new Proportion(now.weight(POSITIVE), now.weight(ANSWERED));
    double pooled = (before.hits() + after.hits()) / (before.all() + after.all());
    double error = Math.sqrt(pooled * (1 - pooled) * (1 / before.all() + 1 / after.all()));
    double difference = after.rate() - before.rate();
    double p = error > 0 ? 2 * Proportion.tail(Math.abs(difference) / error) : 1;
    return new Shift(difference, after.minus(before, Proportion.quantile(alpha / 2)), p, p < alpha);
  }
}
