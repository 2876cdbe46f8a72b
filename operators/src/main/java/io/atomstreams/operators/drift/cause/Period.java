package io.atomstreams.operators.drift.cause;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is kept of the predictions and answers of one period of one segment. Yes-or-no answers. For
 * one thread; 250 bytes.
 */
public final class Period {

  private Moments scoresOfPositives = new Moments();
  private Moments scoresOfNegatives = new Moments();
  private Moments losses = new Moments();

  /** Sum of {@code y - p}, and its variance if every {@code p} is right. */
  private double surplus;

  private double surplusVariance;

  /** Sum of {@code (y - p)^2 - p (1 - p)}, and its variance if every {@code p} is right. */
  private double surprise;

  private double surpriseVariance;
  private long due;
  private long arrived;

  /** An answer fell due, and whether it had come by then. */
  public void due(boolean hasArrived) {
    due++;
    arrived += hasArrived ? 1 : 0;
  }

  /**
   * An answer to a prediction.
   *
   * @param probability that was predicted, in [0, 1]
   */
  public void add(double probability, boolean positive) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability is " + probability + ", must be in [0, 1]; clip the score before");
    }
    double difference = (positive ? 1 : 0) - probability;
    double variance = probability * (1 - probability);
    (positive ? scoresOfPositives : scoresOfNegatives).add(probability);
    losses.add(difference * difference);
    surplus += difference;
    surplusVariance += variance;
    surprise += difference * difference - variance;
    surpriseVariance += variance * (1 - 2 * probability) * (1 - 2 * probability);
  }

  /** Takes in another period of the same segment. */
  public void add(Period other) {
    scoresOfPositives.add(other.scoresOfPositives);
    scoresOfNegatives.add(other.scoresOfNegatives);
    losses.add(other.losses);
    surplus += other.surplus;
    surplusVariance += other.surplusVariance;
    surprise += other.surprise;
    surpriseVariance += other.surpriseVariance;
    due += other.due;
    arrived += other.arrived;
  }

  /** Standard deviations by which the loss is above that of another period, Welch's statistic. */
  public double lossAbove(Period before) {
    return losses.above(before.losses);
  }

  /** Answers taken in. */
  public long answers() {
    return losses.n();
  }

  /** Brier's score: the mean of {@code (y - p)^2}. */
  public double loss() {
    return losses.mean();
  }

  double positives() {
    return answers() == 0 ? 0 : (double) scoresOfPositives.n() / answers();
  }

  double arrived() {
    return due == 0 ? 1 : (double) arrived / due;
  }

  long due() {
    return due;
  }

  /**
   * By how many standard deviations there are more positives than predicted, beyond what there were
   * before; the deviation is that of chance if every prediction is right.
   */
  double surplusAbove(Period before) {
    return difference(
        surplus, surplusVariance, answers(), before.surplus, before.surplusVariance, before);
  }

  /**
   * By how many standard deviations the loss is above what the predictions expect of it,
   * Spiegelhalter's (1986) z, beyond what it was before.
   */
  double surpriseAbove(Period before) {
    return difference(
        surprise, surpriseVariance, answers(), before.surprise, before.surpriseVariance, before);
  }

  private static double difference(
      double sum, double variance, long n, double sum0, double variance0, Period before) {
    long n0 = before.answers();
    if (n == 0 || n0 == 0) {
      return 0;
    }
    double error = variance / n / n + variance0 / n0 / n0;
    return error == 0 ? 0 : (sum / n - sum0 / n0) / Math.sqrt(error);
  }

  Moments losses() {
    return losses;
  }

  /** The larger move, in standard deviations, of the mean score of positives and of negatives. */
  double scoreMove(Period before) {
    return Math.max(
        Math.abs(scoresOfPositives.above(before.scoresOfPositives)),
        Math.abs(scoresOfNegatives.above(before.scoresOfNegatives)));
  }

  /** Fixed size; the host's codec says the version. */
  public void write(DataOutput out) throws IOException {
    scoresOfPositives.write(out);
    scoresOfNegatives.write(out);
    losses.write(out);
    out.writeDouble(surplus);
    out.writeDouble(surplusVariance);
    out.writeDouble(surprise);
    out.writeDouble(surpriseVariance);
    out.writeLong(due);
    out.writeLong(arrived);
  }

  public static Period read(DataInput in) throws IOException {
    Period period = new Period();
    period.scoresOfPositives = Moments.read(in);
    period.scoresOfNegatives = Moments.read(in);
    period.losses = Moments.read(in);
    period.surplus = in.readDouble();
    period.surplusVariance = in.readDouble();
    period.surprise = in.readDouble();
    period.surpriseVariance = in.readDouble();
    period.due = in.readLong();
    period.arrived = in.readLong();
    return period;
  }
}
