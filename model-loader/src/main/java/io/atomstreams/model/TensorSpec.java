package io.atomstreams.model;

import java.util.List;
import java.util.Objects;

/**
 * One named array that goes into a model or comes out of it.
 *
 * @param name as in the model's own signature; engines bind by this name, never by position
 * @param type the element type
 * @param shape the length of each axis; -1 where it is free, which is the batch axis, the first
 */
public record TensorSpec(String name, ElementType type, List<Long> shape) {

  /** The most values one row of an array may have. */
  public static final int MOST_VALUES = 1 << 20;

  /** The element types a model may state; engines convert from and to {@code float}. */
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

  /** How many values of it belong to one row of the batch. */
  public int width() {
    long width = 1;
    for (int axis = 1; axis < shape.size(); axis++) {
      width *= shape.get(axis);
    }
    return Math.toIntExact(width);
  }

  /** Refuses a shape whose first axis is not the batch, or whose others are not fixed. */
  void requireRows(String side) {
    if (shape.isEmpty() || shape.get(0) != -1) {
      throw new ModelException(
          "%s %s has shape %s; its first axis must be free (-1): the rows of a batch"
              .formatted(side, name, shape));
    }
    long width = 1;
    for (long length : shape.subList(1, shape.size())) {
      if (length < 1 || (width *= length) > MOST_VALUES) {
        throw new ModelException(
            "%s %s has shape %s; the axes behind the first must be 1 or more and multiply to at most %d"
                .formatted(side, name, shape, MOST_VALUES));
      }
    }
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
