package io.atomstreams.model.engine.runtime;

import io.atomstreams.model.TensorSpec.ElementType;
import java.util.List;
import java.util.Optional;

/**
 * What an artifact says of one of its arrays.
 *
 * @param type empty if it is none that a signature can promise
 * @param typeName the type in the artifact's own words
 * @param shape the length of each axis, -1 where it is free; empty if the artifact does not say
 * @param wayOut what to do if the type does not fit
 */
public record FoundArray(
    Optional<ElementType> type, String typeName, Optional<List<Long>> shape, String wayOut) {

  static final String PROMISE_ANOTHER = "promise what it is, or export it again";

  public FoundArray {
    shape = shape.map(List::copyOf);
  }

  /** An array whose type a signature can promise. */
  public static FoundArray of(ElementType type, String typeName, Optional<List<Long>> shape) {
    return new FoundArray(Optional.of(type), typeName, shape, PROMISE_ANOTHER);
  }

  /** Something that is no array of numbers. */
  public static FoundArray other(String typeName, String wayOut) {
    return new FoundArray(Optional.empty(), typeName, Optional.empty(), wayOut);
  }
}
