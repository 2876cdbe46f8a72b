package io.atomstreams.operators.learning;

import java.io.Serializable;

/**
 * One value of a row.
 *
 * @param name as in the feature list
 * @param levels 0 for a number; else how many categories there are: the value is a category's id, 0
 *     to {@code levels - 1}, and anything else is taken as missing
 */
public record Attribute(String name, int levels) implements Serializable {

  public Attribute {
    if (levels < 0 || levels == 1) {
      throw new IllegalArgumentException(
          "attribute %s has %d categories; 0 stands for a number, a category needs 2 or more"
              .formatted(name, levels));
    }
  }

  public static Attribute number(String name) {
    return new Attribute(name, 0);
  }

  public static Attribute category(String name, int levels) {
    return new Attribute(name, levels);
  }

  public boolean isNumber() {
    return levels == 0;
  }
}
