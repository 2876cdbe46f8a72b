package io.atomstreams.model.network;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.TensorSpec;
import java.util.List;

/**
 * The formula of a network, without its weights. Immutable; adding one is a class and a line in
 * {@link Architectures}.
 */
public interface Architecture {

  /** The name in {@link Architectures}. */
  String name();

  /** What goes in, prepared; the first axis is the batch. */
  TensorSpec input();

  /** How many numbers come out for a row. */
  int outputs();

  /** The learned arrays, in a fixed order. */
  List<WeightSpec> weights();

  /** The formula: from the prepared input to {@code [batch, outputs]}, before any last function. */
  <T> T forward(Operations<T> ops, T input);

  /** Refuses an option out of range. */
  static void require(
      boolean holds, String architecture, String option, Object value, String rule) {
    if (!holds) {
      throw new ModelException(
          "architecture %s: %s is %s, it must be %s".formatted(architecture, option, value, rule));
    }
  }
}
