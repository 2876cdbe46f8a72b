package io.atomstreams.operators.learning;

import java.io.Serializable;
import java.util.List;

/**
 * What rows consist of and what is learnt from them.
 *
 * @param attributes in the order of a row's values; one or more
 */
public record Schema(List<Attribute> attributes, Target target) implements Serializable {

  public Schema {
    attributes = List.copyOf(attributes);
    if (attributes.isEmpty()) {
      throw new IllegalArgumentException("a schema needs at least one attribute");
    }
  }

  /** Numbers with these names. */
  public static Schema numbers(List<String> names, Target target) {
    return new Schema(names.stream().map(Attribute::number).toList(), target);
  }

  /** The number of values of a row. */
  public int width() {
    return attributes.size();
  }
}
