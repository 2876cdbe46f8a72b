package io.atomstreams.model.network;

import io.atomstreams.model.ModelException;
import java.util.List;

/**
 * A learned array of an architecture.
 *
 * @param name unique within the architecture
 * @param shape the length of each axis, 1 or more
 * @param start how it begins
 * @param decays whether the squared weights are part of the loss, where L2 is asked for
 * @param maxNorm the largest Euclidean norm of a column (the weights into one unit), held after
 *     each step; 0 for none
 */
public record WeightSpec(
    String name, List<Integer> shape, Start start, boolean decays, double maxNorm) {

  /** How weights begin; random ones are drawn from the seed. */
  public enum Start {
    ZEROS,
    ONES,
    /** Uniform in {@code ±sqrt(6 / inputs)} (He et al. 2015), before a {@code max(0, ·)}. */
    HE,
    /** Uniform in {@code ±sqrt(6 / (inputs + outputs))} (Glorot, Bengio 2010). */
    GLOROT,
    /** Uniform in ±0.25, for embeddings (Kim 2014). */
    QUARTER
  }

  public WeightSpec {
    shape = List.copyOf(shape);
    if (shape.isEmpty() || shape.stream().anyMatch(length -> length < 1)) {
      throw new ModelException(
          "weight " + name + " has shape " + shape + "; it needs axes, each of 1 or more");
    }
  }

  /** A matrix of a dense layer. */
  static WeightSpec kernel(String layer, int inputs, int outputs, Start start) {
    return new WeightSpec(layer + "/kernel", List.of(inputs, outputs), start, true, 0);
  }

  /** A vector that begins at 0 and does not decay. */
  static WeightSpec bias(String layer, int outputs) {
    return new WeightSpec(layer + "/bias", List.of(outputs), Start.ZEROS, false, 0);
  }

  /** How many numbers it holds. */
  public int size() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** Half the width of the range of a random start; 0 for the others. */
  public double limit() {
    int inputs = shape.get(0);
    int outputs = shape.get(shape.size() - 1);
    return switch (start) {
      case ZEROS, ONES -> 0;
      case HE -> Math.sqrt(6.0 / inputs);
      case GLOROT -> Math.sqrt(6.0 / (inputs + outputs));
      case QUARTER -> 0.25;
    };
  }
}
