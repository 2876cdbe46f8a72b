package io.atomstreams.model.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well probabilities foretold labels.
 *
 * @param auc the probability that a positive row scores above a negative one, ties counting half;
 *     in [0, 1], {@code NaN} if one of the classes is absent
 * @param logLoss mean of {@code −ln p} over the positive rows and {@code −ln(1 − p)} over the
 *     negative ones, in nats; {@code p} is kept 1e-7 away from 0 and 1
 * @param rows how many were judged
 * @param positives how many of them were positive
 */
public record Evaluation(double auc, double logLoss, int rows, int positives) {

  private static final double EDGE = 1e-7;

  /** Judges one score per label. Cost: one sort. */
  public static Evaluation of(float[] scores, boolean[] labels) {
    int positives = 0;
    double loss = 0;
    for (int i = 0; i < labels.length; i++) {
      positives += labels[i] ? 1 : 0;
      loss += rowLoss(scores[i], labels[i]);
    }
    return new Evaluation(auc(scores, labels), loss / labels.length, labels.length, positives);
  }

  /** Judges the model that always answers {@code baseRate}; its AUC is one half. */
  public static Evaluation ofBaseRate(double baseRate, boolean[] labels) {
    float[] scores = new float[labels.length];
    Arrays.fill(scores, (float) baseRate);
    return of(scores, labels);
  }

  /** {@code −ln} of the probability given to what happened, in nats. */
  static double rowLoss(double probability, boolean label) {
    double p = Math.min(1 - EDGE, Math.max(EDGE, probability));
    return -Math.log(label ? p : 1 - p);
  }

  /** By ranks: (sum of the positives' ranks − P(P+1)/2) / (P·N), equal scores sharing a rank. */
  static double auc(float[] scores, boolean[] labels) {
    Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
    double rankSum = 0;
    long positives = 0;
    int start = 0;
    while (start < order.length) {
      int end = start;
      int positivesHere = 0;
      while (end < order.length && scores[order[end]] == scores[order[start]]) {
        positivesHere += labels[order[end]] ? 1 : 0;
        end++;
      }
      double sharedRank = (start + 1 + end) / 2.0;
      rankSum += sharedRank * positivesHere;
      positives += positivesHere;
      start = end;
    }
    long negatives = scores.length - positives;
    return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
  }
}
