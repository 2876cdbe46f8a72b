package io.atomstreams.pipelines.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The account of classes. With {@code n} rows, {@code p0} the share of right ones:
 *
 * <ul>
 *   <li>accuracy {@code p0}; an answer is the most probable class, the first of equals;
 *   <li>κ = {@code (p0 − pe) / (1 − pe)}, {@code pe = Σ said(c)·was(c) / n²} (Cohen 1960);
 *   <li>κ-temporal = {@code (p0 − p') / (1 − p')}, {@code p'} the accuracy of no change (Žliobaitė
 *       et al. 2015);
 *   <li>log loss, the mean of {@code −ln p(label)}, {@code p} at least 1e-15;
 *   <li>AUC, of two classes: the share of pairs in which the second class is ranked above the
 *       first, ties as a half.
 * </ul>
 *
 * Nobody's answer is right before a first label is known to those that need one. Memory: for two
 * classes 9 bytes a row, for the AUC.
 */
final class ClassAccount implements Account {

  private static final double LEAST_PROBABILITY = 1e-15;

  private final long[] said;
  private final long[] was;
  private final long[] known;
  private final long[] saidNoChange;
  private final long[] saidMajority;
  private long rows;
  private long right;
  private long rightNoChange;
  private long rightMajority;
  private double logLoss;
  private int latest = -1;
  private int majority = -1;
  private final RankedScores ranked = new RankedScores();

  ClassAccount(int classes) {
    said = new long[classes];
    was = new long[classes];
    known = new long[classes];
    saidNoChange = new long[classes];
    saidMajority = new long[classes];
  }

  @Override
  public double add(double[] probabilities, double target) {
    int label = (int) target;
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      if (probabilities[c] > probabilities[best]) {
        best = c;
      }
    }
    rows++;
    was[label]++;
    said[best]++;
    right += best == label ? 1 : 0;
    rightNoChange += latest == label ? 1 : 0;
    rightMajority += majority == label ? 1 : 0;
    if (latest >= 0) {
      saidNoChange[latest]++;
      saidMajority[majority]++;
    }
    logLoss -= Math.log(Math.max(probabilities[label], LEAST_PROBABILITY));
    if (probabilities.length == 2) {
      ranked.add(probabilities[1], label == 1);
    }
    return best == label ? 0 : 1;
  }

  @Override
  public void known(double target) {
    latest = (int) target;
    known[latest]++;
    if (majority < 0 || known[latest] > known[majority]) {
      majority = latest;
    }
  }

  @Override
  public Scores learner() {
    Map<String, Double> measures = measures(right, said);
    measures.put("logLoss", logLoss / rows);
    measures.put("auc", was.length == 2 ? ranked.areaUnderCurve() : Double.NaN);
    return new Scores(measures);
  }

  @Override
  public Scores noChange() {
    return new Scores(measures(rightNoChange, saidNoChange));
  }

  @Override
  public Scores average() {
    return new Scores(measures(rightMajority, saidMajority));
  }

  private Map<String, Double> measures(long itsRight, long[] itsSaid) {
    double accuracy = (double) itsRight / rows;
    double chance = 0;
    for (int c = 0; c < was.length; c++) {
      chance += (double) itsSaid[c] / rows * was[c] / rows;
    }
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("accuracy", accuracy);
    measures.put("kappa", above(accuracy, chance));
    measures.put("kappaTemporal", above(accuracy, (double) rightNoChange / rows));
    return measures;
  }

  private static double above(double accuracy, double other) {
    return other < 1 ? (accuracy - other) / (1 - other) : Double.NaN;
  }

  /** Scores of two classes, and how well they tell them apart. */
  private static final class RankedScores {

    private double[] scores = new double[1024];
    private boolean[] positive = new boolean[1024];
    private int size;

    void add(double score, boolean isPositive) {
      if (size == scores.length) {
        scores = Arrays.copyOf(scores, 2 * size);
        positive = Arrays.copyOf(positive, 2 * size);
      }
      scores[size] = score;
      positive[size] = isPositive;
      size++;
    }

    /** By the sums of ranks (Mann, Whitney 1947), equal scores sharing theirs. */
    double areaUnderCurve() {
      double[] sorted = new double[size];
      double[] ofPositives = new double[size];
      int positives = 0;
      for (int i = 0; i < size; i++) {
        sorted[i] = scores[i];
        if (positive[i]) {
          ofPositives[positives++] = scores[i];
        }
      }
      Arrays.sort(sorted);
      Arrays.sort(ofPositives, 0, positives);
      double ranks = 0;
      int below = 0;
      int upTo = 0;
      for (int i = 0; i < positives; i++) {
        while (below < size && sorted[below] < ofPositives[i]) {
          below++;
        }
        while (upTo < size && sorted[upTo] <= ofPositives[i]) {
          upTo++;
        }
        ranks += (below + 1 + upTo) / 2.0;
      }
      double negatives = size - positives;
      return (ranks - positives * (positives + 1.0) / 2) / (positives * negatives);
    }
  }
}
