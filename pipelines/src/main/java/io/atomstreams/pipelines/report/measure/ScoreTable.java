package io.atomstreams.pipelines.report.measure;

import io.atomstreams.operators.evaluation.BinaryEvaluator;
import io.atomstreams.operators.evaluation.EvaluationReport;
import io.atomstreams.operators.evaluation.Outcome;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How often each probability was answered by a yes and by a no: all that curves and figures of a
 * yes-or-no model need. Exact up to {@link #MOST} different probabilities; beyond, the last binary
 * digits are dropped, one after the other, until there are no more. What is taken back leaves no
 * trace. Memory: 90 bytes a probability, 0.5 MB at most.
 */
public final class ScoreTable {

  /** Different probabilities that are told apart. */
  static final int MOST = 5_000;

  static final int CALIBRATION_BINS = 10;

  /** From which probability on a yes is said. */
  public static final List<Double> THRESHOLDS = List.of(0.25, 0.5, 0.75);

  private static final int HEAVIEST = 1 << 20;

  private TreeMap<Float, long[]> counts = new TreeMap<>();
  private int dropped;

  /**
   * Takes in an answer.
   *
   * @param probability of a yes, in [0, 1]; another is passed over
   * @param weight 1, or -1 of what is taken back
   */
  public void add(float probability, boolean yes, int weight) {
    if (!(probability >= 0 && probability <= 1)) {
      return;
    }
    put(counts, kept(probability), yes ? 0 : weight, yes ? weight : 0);
    while (counts.size() > MOST) {
      dropped++;
      TreeMap<Float, long[]> fewer = new TreeMap<>();
      counts.forEach((score, at) -> put(fewer, kept(score), at[0], at[1]));
      counts = fewer;
    }
  }

  private static void put(Map<Float, long[]> into, float score, long no, long yes) {
    long[] at = into.computeIfAbsent(score, unused -> new long[2]);
    at[0] += no;
    at[1] += yes;
    if (at[0] == 0 && at[1] == 0) {
      into.remove(score);
    }
  }

  private float kept(float score) {
    return Float.intBitsToFloat(Float.floatToIntBits(score + 0.0f) >> dropped << dropped);
  }

  /** Whether every probability is still told from every other. */
  public boolean isExact() {
    return dropped == 0;
  }

  /** Counts of no and yes by probability; what was taken back without having come is left out. */
  NavigableMap<Float, long[]> rows() {
    TreeMap<Float, long[]> rows = new TreeMap<>();
    counts.forEach(
        (score, at) -> {
          if (at[0] > 0 || at[1] > 0) {
            rows.put(score, new long[] {Math.max(0, at[0]), Math.max(0, at[1])});
          }
        });
    return rows;
  }

  /** Answers that were no. */
  public long noes() {
    return rows().values().stream().mapToLong(at -> at[0]).sum();
  }

  /** Answers that were yes. */
  public long yeses() {
    return rows().values().stream().mapToLong(at -> at[1]).sum();
  }

  /** The figures, as the topic {@code evaluations} defines them, over all that was taken in. */
  public EvaluationReport figures() {
    BinaryEvaluator evaluator =
        new BinaryEvaluator(new BinaryEvaluator.Options(THRESHOLDS, CALIBRATION_BINS, MOST));
    BinaryEvaluator.State state = evaluator.codec().create();
    for (Map.Entry<Float, long[]> row : rows().entrySet()) {
      for (int answer = 0; answer < 2; answer++) {
        Outcome outcome = Outcome.binary(row.getKey(), answer == 1);
        for (long left = row.getValue()[answer]; left > 0; left -= HEAVIEST) {
          evaluator.add(state, outcome.weighing((double) Math.min(left, HEAVIEST)));
        }
      }
    }
    return evaluator.report(state);
  }

  /** Answers from a threshold on and below: what a decision at it would have been. */
  public Confusion at(double threshold) {
    long[] above = new long[2];
    long[] below = new long[2];
    rows()
        .forEach(
            (score, at) -> {
              long[] side = score >= threshold ? above : below;
              side[0] += at[0];
              side[1] += at[1];
            });
    return new Confusion(threshold, above[1], above[0], below[1], below[0]);
  }

  /** What yes and no would have been said to, from a threshold on. */
  public record Confusion(
      double threshold,
      long truePositives,
      long falsePositives,
      long falseNegatives,
      long trueNegatives) {

    /** Of those said yes to, how many were. {@code NaN} of none. */
    public double precision() {
      return (double) truePositives / (truePositives + falsePositives);
    }

    /** Of those that were, how many were said yes to. {@code NaN} of none. */
    public double recall() {
      return (double) truePositives / (truePositives + falseNegatives);
    }
  }
}
