package io.atomstreams.model;

import java.util.List;

/**
 * The arrays that a model's own files name, in their order there. Unlike those of a {@link
 * ModelSignature} they need not be of a shape or type that can be served.
 */
public record StatedArrays(List<TensorSpec> inputs, List<TensorSpec> outputs) {

  public StatedArrays {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
