package io.atomstreams.model.engine.trees;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the sums of an ensemble's trees, its margins. */
public enum EnsembleLink {
  /** They are the outputs: regression. */
  @JsonProperty("identity")
  IDENTITY {
    @Override
    void respond(double[] margins, int from, int count, float[] out) {
      for (int i = from; i < from + count; i++) {
        out[i] = (float) margins[i];
      }
    }
  },
  /** {@code 1 / (1 + exp(−margin))}: the probability of the one class. */
  @JsonProperty("logit")
  LOGIT {
    @Override
    void respond(double[] margins, int from, int count, float[] out) {
      for (int i = from; i < from + count; i++) {
        out[i] = (float) (1 / (1 + Math.exp(-margins[i])));
      }
    }
  },
  /** {@code exp(marginᵢ) / Σ exp(marginⱼ)}: the probabilities of two or more classes. */
  @JsonProperty("softmax")
  SOFTMAX {
    @Override
    void respond(double[] margins, int from, int count, float[] out) {
      double most = margins[from];
      for (int i = from + 1; i < from + count; i++) {
        most = Math.max(most, margins[i]);
      }
      double sum = 0;
      for (int i = from; i < from + count; i++) {
        sum += Math.exp(margins[i] - most);
      }
      for (int i = from; i < from + count; i++) {
        out[i] = (float) (Math.exp(margins[i] - most) / sum);
      }
    }
  },
  /**
   * They are the outputs, and are probabilities, such as the mean of what the trees of a forest
   * say: of the one class, or of each of three or more. What rounding leaves beyond 0 and 1 is cut
   * off.
   */
  @JsonProperty("probability")
  PROBABILITY {
    @Override
    void respond(double[] margins, int from, int count, float[] out) {
      for (int i = from; i < from + count; i++) {
        out[i] = (float) Math.min(1, Math.max(0, margins[i]));
      }
    }
  };

  /** Turns the {@code count} margins of one row, from {@code from} on, into its outputs. */
  abstract void respond(double[] margins, int from, int count, float[] out);

  /** Whether an ensemble with this link may have so many outputs. */
  boolean takes(int outputs) {
    return switch (this) {
      case IDENTITY, LOGIT -> outputs == 1;
      case SOFTMAX -> outputs >= 2;
      // of two classes one probability says all, and its contributions add up
      case PROBABILITY -> outputs == 1 || outputs >= 3;
    };
  }

  /** Whether the outputs are probabilities. */
  public boolean givesProbabilities() {
    return this != IDENTITY;
  }
}
