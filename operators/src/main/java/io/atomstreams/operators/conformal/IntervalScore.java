package io.atomstreams.operators.conformal;

/**
 * How badly a number fits a prediction, and the interval of all numbers that fit well enough. In
 * each case {@code score(prediction, y) <= threshold} exactly where the interval holds {@code y},
 * up to the last digit of its ends.
 */
public enum IntervalScore {
  /** {@code |y − ŷ|}; the prediction is {@code {ŷ}}. Vovk, Gammerman, Shafer 2005. */
  ABSOLUTE(1) {
    @Override
    double of(double[] prediction, double y) {
      return Math.abs(y - prediction[0]);
    }

    @Override
    Interval within(double[] prediction, double threshold) {
      return new Interval(prediction[0] - threshold, prediction[0] + threshold);
    }
  },

  /** {@code |y − ŷ| / s} with a spread {@code s > 0}; the prediction is {@code {ŷ, s}}. */
  SCALED(2) {
    @Override
    double of(double[] prediction, double y) {
      return Math.abs(y - prediction[0]) / prediction[1];
    }

    @Override
    Interval within(double[] prediction, double threshold) {
      double half = threshold * prediction[1];
      return new Interval(prediction[0] - half, prediction[0] + half);
    }
  },

  /**
   * {@code max(low − y, y − high)} about predicted quantiles; the prediction is {@code {low,
   * high}}. Below 0 inside. Conformalized quantile regression: Romano, Patterson, Candès 2019.
   */
  QUANTILES(2) {
    @Override
    double of(double[] prediction, double y) {
      return Math.max(prediction[0] - y, y - prediction[1]);
    }

    @Override
    Interval within(double[] prediction, double threshold) {
      return new Interval(prediction[0] - threshold, prediction[1] + threshold);
    }
  };

  private final int numbers;

  IntervalScore(int numbers) {
    this.numbers = numbers;
  }

  /**
   * An interval; empty where {@code lower > upper}, everything where its ends are infinite.
   *
   * @param lower belongs to it
   * @param upper belongs to it
   */
  public record Interval(double lower, double upper) {

    public boolean holds(double y) {
      return lower <= y && y <= upper;
    }

    /** 0 or more. */
    public double width() {
      return Math.max(0, upper - lower);
    }
  }

  /** The greater, the worse {@code y} fits. */
  public double score(double[] prediction, double y) {
    require(prediction);
    return of(prediction, y);
  }

  /** All numbers whose score is at most the threshold. */
  public Interval interval(double[] prediction, double threshold) {
    require(prediction);
    return within(prediction, threshold);
  }

  abstract double of(double[] prediction, double y);

  abstract Interval within(double[] prediction, double threshold);

  private void require(double[] prediction) {
    if (prediction.length != numbers) {
      throw new IllegalArgumentException(
          "a prediction for %s intervals has %d numbers, must have %d"
              .formatted(this, prediction.length, numbers));
    }
    if (this == SCALED && !(prediction[1] > 0)) {
      throw new IllegalArgumentException(
          "a spread is %s, must be greater than 0".formatted(prediction[1]));
    }
  }
}
