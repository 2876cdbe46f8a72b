package io.atomstreams.operators.learning;

import java.io.Serializable;

/**
 * What is to be learnt.
 *
 * @param classes 0 for a number; else how many classes there are: a target is a class's id, 0 to
 *     {@code classes - 1}
 */
public record Target(int classes) implements Serializable {

  public Target {
    if (classes < 0 || classes == 1) {
      throw new IllegalArgumentException(
          "a target has %d classes; 0 stands for a number, classes are 2 or more"
              .formatted(classes));
    }
  }

  public static Target classes(int classes) {
    return new Target(classes);
  }

  /** Yes or no: class 1 is the positive. */
  public static Target binary() {
    return new Target(2);
  }

  public static Target number() {
    return new Target(0);
  }

  public boolean isNumber() {
    return classes == 0;
  }

  /** How many values a prediction has: one per class, or the number itself. */
  public int outputs() {
    return Math.max(1, classes);
  }
}
