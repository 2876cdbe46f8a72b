package io.atomstreams.operators.evidence;

import io.atomstreams.operators.state.Options;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

/**
 * How wrong a prediction was, in [0, bound]. Evidence is about means of bounded values, so a loss
 * that knows no bound is cut off at one: what is then compared is the mean of the loss as cut off,
 * and that is what a verdict speaks of.
 *
 * @param bound the largest loss there is, above 0; 1 for the Brier score and for errors
 */
public record BoundedLoss(Kind kind, double bound) implements Serializable {

  /** What is measured. */
  public enum Kind {
    /**
     * {@code Σ (pₖ − 1[k = y])² / 2} over the classes, in [0, 1]; of two classes {@code (p − y)²}.
     */
    BRIER,
    /** 1 if the most probable class, the first of equals, is not the right one. */
    ERROR,
    /** {@code min(−ln p_y, bound)}, natural logarithm. */
    LOG,
    /** {@code min(|p − y|, bound)} of numbers, in their unit. */
    ABSOLUTE,
    /** {@code min((p − y)², bound)} of numbers, in their unit's square. */
    SQUARED;

    private boolean hasBound() {
      return this == LOG || this == ABSOLUTE || this == SQUARED;
    }
  }

  /** The Brier score, the proper score that is bounded by nature. */
  public static final BoundedLoss BRIER = new BoundedLoss(Kind.BRIER, 1);

  public BoundedLoss {
    if (!(bound > 0 && bound < Double.POSITIVE_INFINITY) || (!kind.hasBound() && bound != 1)) {
      throw new IllegalArgumentException(
          "loss %s: bound is %s, must be %s"
              .formatted(word(kind), bound, kind.hasBound() ? "above 0" : "1"));
    }
  }

  /**
   * Reads {@code brier}, {@code error}, {@code log:bound=5}, {@code absolute:bound=10} or {@code
   * squared:bound=100}; the log loss is cut off at 5 (a probability of 0.0067) if nothing is said.
   */
  public static BoundedLoss parse(String text) {
    Options options = Options.parse(text);
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(each -> word(each).equals(options.name()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no loss '%s'; there are %s"
                            .formatted(
                                options.name(),
                                Arrays.stream(Kind.values()).map(BoundedLoss::word).toList())));
    double otherwise = kind == Kind.LOG ? 5 : kind.hasBound() ? Double.NaN : 1;
    BoundedLoss loss =
        new BoundedLoss(kind, kind.hasBound() ? options.number("bound", otherwise) : 1);
    options.requireAllTaken();
    return loss;
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The loss of a probability of yes, {@code y} being 0 or 1. */
  public double ofProbability(double probability, double y) {
    return of(new double[] {1 - probability, probability}, y);
  }

  /**
   * The loss of a prediction.
   *
   * @param predicted probabilities by class, or one number
   * @param target the class's id, or the number
   */
  public double of(double[] predicted, double target) {
    return switch (kind) {
      case BRIER -> brier(predicted, (int) target);
      case ERROR -> likeliest(predicted) == (int) target ? 0 : 1;
      case LOG -> Math.min(-Math.log(Math.max(predicted[(int) target], 0)), bound);
      case ABSOLUTE -> Math.min(Math.abs(predicted[0] - target), bound);
      case SQUARED -> Math.min((predicted[0] - target) * (predicted[0] - target), bound);
    };
  }

  private static double brier(double[] predicted, int target) {
    double sum = 0;
    for (int k = 0; k < predicted.length; k++) {
      double off = predicted[k] - (k == target ? 1 : 0);
      sum += off * off;
    }
    return Math.min(1, sum / 2);
  }

  private static int likeliest(double[] predicted) {
    int best = 0;
    for (int k = 1; k < predicted.length; k++) {
      if (predicted[k] > predicted[best]) {
        best = k;
      }
    }
    return best;
  }
}
