package io.atomstreams.operators.learning.pool;

import io.atomstreams.operators.learning.Target;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How a pool measures its members' predictions. Of classes: the log loss, cut off at a probability
 * of 1e-6; a mixture whose weights are {@code exp(−Σ loss)} is Bayes' rule. Of numbers: the squared
 * error in units of the squared range of the targets seen so far, at most 1, which is exp-concave
 * up to a learning rate of 1/2 (Kivinen and Warmuth 1999).
 */
final class Losses {

  private static final double LEAST_PROBABILITY = 1e-6;

  private final Target target;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;

  Losses(Target target) {
    this.target = target;
  }

  /** The greatest learning rate for which the mixture is known to do nearly as the best member. */
  double rate() {
    return target.isNumber() ? 0.5 : 1;
  }

  /** To be called with an example's target before its losses are asked for. */
  void see(double value) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }

  double of(double[] out, double value) {
    return target.isNumber()
        ? squared(out[0], value)
        : -Math.log(Math.max(LEAST_PROBABILITY, out[(int) value]));
  }

  /** In [0, 1]: half the Brier score, or the squared error as above. */
  double unit(double[] out, double value) {
    if (target.isNumber()) {
      return squared(out[0], value);
    }
    double sum = 0;
    for (int k = 0; k < out.length; k++) {
      double off = out[k] - (k == (int) value ? 1 : 0);
      sum += off * off;
    }
    return Math.min(1, sum / 2);
  }

  private double squared(double predicted, double value) {
    double range = highest - lowest;
    double off = Math.min(highest, Math.max(lowest, predicted)) - value;
    return range > 0 ? off * off / (range * range) : 0;
  }

  Losses copy() {
    Losses copy = new Losses(target);
    copy.lowest = lowest;
    copy.highest = highest;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(lowest);
    out.writeDouble(highest);
  }

  static Losses read(Target target, DataInput in) throws IOException {
    Losses read = new Losses(target);
    read.lowest = in.readDouble();
    read.highest = in.readDouble();
    return read;
  }
}
