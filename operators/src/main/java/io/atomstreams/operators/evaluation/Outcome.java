package io.atomstreams.operators.evaluation;

/**
 * A prediction and what became of it.
 *
 * @param prediction a probability per class, in [0, 1], or the number
 * @param target the class's id, or the number; finite
 * @param previous the latest target known when the prediction was made, for the baseline that says
 *     the same again; {@code NaN} if there is none. What is taken back has it as it was given.
 * @param lower end of the interval given out, {@code NaN} if there was none
 * @param upper other end, {@code NaN} if there was none
 * @param weight 1; -1 takes an outcome back that is otherwise the same
 */
public record Outcome(
    double[] prediction,
    double target,
    double previous,
    double lower,
    double upper,
    double weight) {

  public static Outcome of(double[] prediction, double target) {
    return new Outcome(prediction, target, Double.NaN, Double.NaN, Double.NaN, 1);
  }

  /** A yes-or-no outcome of this probability of a yes. */
  public static Outcome binary(double probability, boolean positive) {
    return of(new double[] {1 - probability, probability}, positive ? 1 : 0);
  }

  public Outcome after(double previousTarget) {
    return new Outcome(prediction, target, previousTarget, lower, upper, weight);
  }

  public Outcome within(double lowerEnd, double upperEnd) {
    return new Outcome(prediction, target, previous, lowerEnd, upperEnd, weight);
  }

  public Outcome weighing(double newWeight) {
    return new Outcome(prediction, target, previous, lower, upper, newWeight);
  }

  /** The probability of a class, checked. */
  double probability(int of, int classes) {
    if (prediction.length != classes) {
      throw new IllegalArgumentException(
          "a prediction has %d numbers, must have %d, one per class"
              .formatted(prediction.length, classes));
    }
    double p = prediction[of];
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(
          "a prediction says %s of class %d, must be a probability in [0, 1]".formatted(p, of));
    }
    return p;
  }

  /** The target as a class, checked. */
  int truth(int classes) {
    return asClass("target", target, classes);
  }

  boolean hasPrevious() {
    return !Double.isNaN(previous);
  }

  int previousClass(int classes) {
    return asClass("previous target", previous, classes);
  }

  private static int asClass(String what, double value, int classes) {
    int asClass = (int) value;
    if (asClass != value || asClass < 0 || asClass >= classes) {
      throw new IllegalArgumentException(
          "a %s is %s, must be a class, 0 to %d".formatted(what, value, classes - 1));
    }
    return asClass;
  }
}
