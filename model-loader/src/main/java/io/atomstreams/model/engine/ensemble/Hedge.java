package io.atomstreams.model.engine.ensemble;

import io.atomstreams.model.ModelException;
import java.util.Arrays;

/**
 * Hedge (Freund, Schapire 1997): the weight of an expert falls with {@code exp(−η × its loss so
 * far)}. Whatever the losses are, even chosen by an adversary, after {@code T} rounds of losses in
 * [0, 1] the loss of the weighted mean exceeds the best expert's by at most {@code ln N / η + η T /
 * 8} (Cesa-Bianchi, Lugosi 2006, theorem 2.2), which is {@code sqrt(T ln N / 2)} at the best {@code
 * η}.
 *
 * <p>A round costs {@code N} exponentials. For one thread.
 */
public final class Hedge {

  private final double learningRate;
  private final double[] cumulativeLoss;

  /** What had been lost when this object was made. */
  private final double[] before;

  private double ownLoss;
  private long rounds;

  /** Begins with equal weights. */
  public Hedge(int experts, double learningRate) {
    this(learningRate, new double[experts]);
  }

  /**
   * Goes on from losses seen before; {@link #regret} and {@link #regretBound} count from here.
   *
   * @param learningRate η, finite and above 0
   * @param cumulativeLoss one per expert, finite and 0 or more
   */
  public Hedge(double learningRate, double[] cumulativeLoss) {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new ModelException(
          "hedge: a learning rate of %s is not finite and above 0".formatted(learningRate));
    }
    if (cumulativeLoss.length == 0) {
      throw new ModelException("hedge: there are no experts; one is the least");
    }
    for (double loss : cumulativeLoss) {
      if (!(loss >= 0 && loss < Double.POSITIVE_INFINITY)) {
        throw new ModelException(
            "hedge: a cumulative loss of %s is not finite and 0 or more".formatted(loss));
      }
    }
    this.learningRate = learningRate;
    this.cumulativeLoss = cumulativeLoss.clone();
    this.before = cumulativeLoss.clone();
  }

  /** The rate with the least bound if there will be {@code rounds}: {@code sqrt(8 ln N / T)}. */
  public static double bestLearningRate(int experts, long rounds) {
    return Math.sqrt(8 * Math.log(Math.max(2, experts)) / rounds);
  }

  /** One per expert, adding up to 1. */
  public double[] weights() {
    double least = Arrays.stream(cumulativeLoss).min().orElseThrow();
    double[] weights = new double[cumulativeLoss.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.exp(-learningRate * (cumulativeLoss[i] - least));
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /**
   * One round: the loss of each expert becomes known.
   *
   * @param loss one per expert, in [0, 1]
   * @throws ModelException if there are too many or few, or one is outside
   */
  public void update(double[] loss) {
    if (loss.length != cumulativeLoss.length) {
      throw new ModelException(
          "hedge: %d experts have as many losses, not %d"
              .formatted(cumulativeLoss.length, loss.length));
    }
    for (double value : loss) {
      if (!(value >= 0 && value <= 1)) {
        throw new ModelException("hedge: a loss of %s is not in [0, 1]".formatted(value));
      }
    }
    double[] weights = weights();
    for (int i = 0; i < loss.length; i++) {
      ownLoss += weights[i] * loss[i];
      cumulativeLoss[i] += loss[i];
    }
    rounds++;
  }

  public double learningRate() {
    return learningRate;
  }

  /** What each expert has lost so far. A copy. */
  public double[] cumulativeLoss() {
    return cumulativeLoss.clone();
  }

  /** Rounds since this object was made. */
  public long rounds() {
    return rounds;
  }

  /** How much more the weighted mean has lost than the best expert, since this object was made. */
  public double regret() {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < before.length; i++) {
      best = Math.min(best, cumulativeLoss[i] - before[i]);
    }
    return ownLoss - best;
  }

  /** What {@link #regret} cannot exceed if the weights were equal when this object was made. */
  public double regretBound() {
    return Math.log(cumulativeLoss.length) / learningRate + learningRate * rounds / 8;
  }
}
