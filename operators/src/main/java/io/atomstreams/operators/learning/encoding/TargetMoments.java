package io.atomstreams.operators.learning.encoding;

import io.atomstreams.operators.learning.Target;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How the targets lie: the weight of each class, or the mean and deviation of the number. A sum
 * begins there ({@link Loss#base}), so that weights of 0 say the base rate or the mean, and what
 * the weights are for does not depend on the target's units. Taken back exactly. For one thread.
 */
public final class TargetMoments {

  private static final double HALF = 0.5;

  private final double[] classes;
  private final OnlineScaler number;

  public TargetMoments(Target target) {
    this(new double[target.classes()], new OnlineScaler(target.isNumber() ? 1 : 0));
  }

  private TargetMoments(double[] classes, OnlineScaler number) {
    this.classes = classes;
    this.number = number;
  }

  public void learn(double target, double weight) {
    if (classes.length == 0) {
      number.learn(0, target, weight);
    } else {
      classes[(int) target] = Math.max(0, classes[(int) target] + weight);
    }
  }

  /** The logarithm of a class's share, each class counted half an example more: finite. */
  double logShare(int id) {
    double total = 0;
    for (double weight : classes) {
      total += weight;
    }
    return StrictMath.log((classes[id] + HALF) / (total + HALF * classes.length));
  }

  /** 0 before the first target. */
  double mean() {
    return number.mean(0);
  }

  /** The mean with one more target of 1, above 0 for targets that are not below 0. */
  double positiveMean() {
    return (Math.max(0, mean()) * number.weight(0) + 1) / (number.weight(0) + 1);
  }

  /** The targets' standard deviation; 1 if there is none. */
  double scale() {
    return number.scale(0);
  }

  /** Takes in all that another one has. */
  public void add(TargetMoments other) {
    number.add(other.number);
    for (int i = 0; i < classes.length; i++) {
      classes[i] += other.classes[i];
    }
  }

  public TargetMoments copy() {
    return new TargetMoments(classes.clone(), number.copy());
  }

  public void write(DataOutput out) throws IOException {
    DoubleArrays.write(classes, out);
    number.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static TargetMoments read(String what, Target target, DataInput in) throws IOException {
    double[] classes = DoubleArrays.read(what, target.classes(), in);
    return new TargetMoments(classes, OnlineScaler.read(what, target.isNumber() ? 1 : 0, in));
  }
}
