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
  };

  /** Turns the {@code count} margins of one row, from {@code from} on, into its outputs. */
  abstract void respond(double[] margins, int from, int count, float[] out);

  /** Whether the outputs are probabilities. */
  public boolean givesProbabilities() {
    return this != IDENTITY;
  }
}
