package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.state.Options;

/** How options of trees are read and refused. */
final class Settings {

  private Settings() {}

  static void require(boolean holds, String name, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(
          "option %s is %s, must be %s".formatted(name, value, rule));
    }
  }

  /** A whole number that fits an int. */
  static int whole(Options options, String name, int otherwise) {
    long value = options.whole(name, otherwise);
    require(value == (int) value, name, value, "in the range of 32 bits");
    return (int) value;
  }

  /** Attributes 0 to {@code width - 1}. */
  static int[] all(int width) {
    int[] all = new int[width];
    for (int i = 0; i < width; i++) {
      all[i] = i;
    }
    return all;
  }
}
