package io.atomstreams.model.engine.mlp;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a layer's sums go through. Exponentials are taken in double precision and rounded once, so
 * that a value lies within one unit in the last place of a {@code float} of the true one.
 */
public enum Activation {
  /** {@code x} */
  @JsonProperty("identity")
  IDENTITY {
    @Override
    void apply(float[] values, int from, int count) {}

    @Override
    double slope(double x) {
      return 1;
    }
  },
  /** {@code max(0, x)} */
  @JsonProperty("relu")
  RELU {
    @Override
    void apply(float[] values, int from, int count) {
      for (int i = from; i < from + count; i++) {
        values[i] = Math.max(0f, values[i]);
      }
    }

    @Override
    double slope(double x) {
      return x > 0 ? 1 : 0;
    }
  },
  /** {@code (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)} */
  @JsonProperty("tanh")
  TANH {
    @Override
    void apply(float[] values, int from, int count) {
      for (int i = from; i < from + count; i++) {
        values[i] = (float) tanh(values[i]);
      }
    }

    @Override
    double slope(double x) {
      double t = tanh(x);
      return 1 - t * t;
    }
  },
  /** {@code 1 / (1 + e⁻ˣ)} */
  @JsonProperty("sigmoid")
  SIGMOID {
    @Override
    void apply(float[] values, int from, int count) {
      for (int i = from; i < from + count; i++) {
        values[i] = (float) sigmoid(values[i]);
      }
    }

    @Override
    double slope(double x) {
      double s = sigmoid(x);
      return s * (1 - s);
    }
  },
  /** {@code eˣⁱ / Σ eˣʲ} over the units of the layer; the last layer only. */
  @JsonProperty("softmax")
  SOFTMAX {
    @Override
    void apply(float[] values, int from, int count) {
      float greatest = Float.NEGATIVE_INFINITY;
      for (int i = from; i < from + count; i++) {
        greatest = Math.max(greatest, values[i]);
      }
      double sum = 0;
      for (int i = from; i < from + count; i++) {
        sum += Math.exp((double) values[i] - greatest);
      }
      for (int i = from; i < from + count; i++) {
        values[i] = (float) (Math.exp((double) values[i] - greatest) / sum);
      }
    }

    @Override
    double slope(double x) {
      throw new IllegalStateException("a softmax has no slope of its own for one unit");
    }
  };

  /** Below this the first two terms of the series are exact, and the formula is not. */
  private static final double SMALL = 1e-3;

  /** Puts one row's {@code count} sums through, in place. */
  abstract void apply(float[] values, int from, int count);

  /** The derivative at {@code x}; 0 at the corner of {@link #RELU}. */
  abstract double slope(double x);

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double tanh(double x) {
    return Math.abs(x) < SMALL ? x - x * x * x / 3 : 1 - 2 / (Math.exp(2 * x) + 1);
  }
}
