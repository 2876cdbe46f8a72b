package io.atomstreams.model;

import java.util.List;
import java.util.Objects;

/**
 * One named array that goes into a model or comes out of it.
 *
 * @param name as in the model's own signature; engines bind by this name, never by position
 * @param type the element type
 * @param shape the length of each axis; -1 where it is free, which is the batch axis
 */
public record TensorSpec(String name, ElementType type, List<Long> shape) {

  /** The element types a model may state. The engines here run models of {@code FLOAT32} only. */
  public enum ElementType {
    FLOAT32,
    FLOAT64,
    INT32,
    INT64
  }

  public TensorSpec {
    Objects.requireNonNull(name, "a tensor needs a name");
    Objects.requireNonNull(type, "a tensor needs an element type");
    shape = List.copyOf(shape);
  }

  /** A float matrix of any number of rows with {@code columns} columns. */
  public static TensorSpec floatRows(String name, int columns) {
    return new TensorSpec(name, ElementType.FLOAT32, List.of(-1L, (long) columns));
  }

  /** A float vector with one element per row of the batch. */
  public static TensorSpec floatPerRow(String name) {
    return new TensorSpec(name, ElementType.FLOAT32, List.of(-1L));
  }
}
