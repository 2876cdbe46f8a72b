package io.atomstreams.model.engine.linear;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.atomstreams.model.Attribution;

/** What becomes of the sums of a row. */
public enum LinearLink {
  /** {@code 1 / (1 + exp(−s))}: the probability of the one class. */
  @JsonProperty("logit")
  LOGIT(Attribution.Link.LOGIT) {
    @Override
    void respond(double[] sums, float[] out, int at) {
      out[at] = (float) (1 / (1 + Math.exp(-sums[0])));
    }
  },
  /** The sum itself, held to what a {@code float} can say. */
  @JsonProperty("identity")
  IDENTITY(Attribution.Link.IDENTITY) {
    @Override
    void respond(double[] sums, float[] out, int at) {
      out[at] = (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, sums[0]));
    }
  },
  /** {@code exp(s)}, held to what a {@code float} can say: a count, a rate. */
  @JsonProperty("exp")
  EXP(Attribution.Link.LOG) {
    @Override
    void respond(double[] sums, float[] out, int at) {
      out[at] = (float) Math.min(Float.MAX_VALUE, Math.exp(sums[0]));
    }
  },
  /** {@code exp(sᵢ) / Σ exp(sⱼ)}: the probabilities of two or more classes. */
  @JsonProperty("softmax")
  SOFTMAX(Attribution.Link.LOGIT) {
    @Override
    void respond(double[] sums, float[] out, int at) {
      double most = sums[0];
      for (double sum : sums) {
        most = Math.max(most, sum);
      }
      double total = 0;
      for (double sum : sums) {
        total += Math.exp(sum - most);
      }
      for (int i = 0; i < sums.length; i++) {
        out[at + i] = (float) (Math.exp(sums[i] - most) / total);
      }
    }
  };

  private final Attribution.Link explained;

  LinearLink(Attribution.Link explained) {
    this.explained = explained;
  }

  /** The scale on which terms add up. */
  Attribution.Link explained() {
    return explained;
  }

  public boolean givesProbabilities() {
    return this == LOGIT || this == SOFTMAX;
  }

  /** Turns the sums of one row into its outputs. */
  abstract void respond(double[] sums, float[] out, int at);
}
