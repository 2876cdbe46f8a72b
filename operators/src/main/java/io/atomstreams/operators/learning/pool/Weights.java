package io.atomstreams.operators.learning.pool;

import io.atomstreams.operators.learning.Target;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Exponential weights with a fixed share (Herbster and Warmuth, Tracking the best expert, 1998):
 * {@code wᵢ ← wᵢ exp(−η ℓᵢ)}, scaled to a sum of 1, then {@code wᵢ ← (1 − a) wᵢ + a/N}. The loss of
 * the mixture exceeds that of the best sequence of members with k changes in T examples by at most
 * some {@code (ln N + k (ln N + ln(T/k) + 1)) / η} for {@code a = k/T}.
 */
final class Weights {

  private double[] weights;

  private Weights(double[] weights) {
    this.weights = weights;
  }

  static Weights equal(int members) {
    double[] equal = new double[members];
    Arrays.fill(equal, 1.0 / members);
    return new Weights(equal);
  }

  double of(int member) {
    return weights[member];
  }

  int size() {
    return weights.length;
  }

  /** Adds a member's prediction to a mixture. */
  void mix(int member, double[] prediction, double[] out) {
    for (int k = 0; k < out.length; k++) {
      out[k] += weights[member] * prediction[k];
    }
  }

  /**
   * Ends a mixture. The weights add up to 1 but for their last bits, so that certain members could
   * make a probability above it.
   */
  static void bound(Target target, double[] out) {
    if (!target.isNumber()) {
      for (int k = 0; k < out.length; k++) {
        out[k] = Math.min(1, out[k]);
      }
    }
  }

  void update(double[] losses, double rate, double share) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < weights.length; i++) {
      least = Math.min(least, losses[i]);
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= Math.exp(rate * (least - losses[i]));
    }
    scale();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (1 - share) * weights[i] + share / weights.length;
    }
  }

  private void scale() {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    if (!(sum > 0)) {
      Arrays.fill(weights, 1);
      sum = weights.length;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
  }

  /** A member goes; the others keep their proportions. */
  void remove(int member) {
    double[] less = new double[weights.length - 1];
    System.arraycopy(weights, 0, less, 0, member);
    System.arraycopy(weights, member + 1, less, member, less.length - member);
    weights = less;
    scale();
  }

  /** A member comes, with this share of all weight. */
  void add(double share) {
    double[] more = Arrays.copyOf(weights, weights.length + 1);
    for (int i = 0; i < weights.length; i++) {
      more[i] *= 1 - share;
    }
    more[weights.length] = share;
    weights = more;
  }

  Weights copy() {
    return new Weights(weights.clone());
  }

  void write(DataOutput out) throws IOException {
    out.writeShort(weights.length);
    for (double weight : weights) {
      out.writeDouble(weight);
    }
  }

  static Weights read(DataInput in) throws IOException {
    double[] weights = new double[in.readUnsignedShort()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = in.readDouble();
    }
    return new Weights(weights);
  }
}
