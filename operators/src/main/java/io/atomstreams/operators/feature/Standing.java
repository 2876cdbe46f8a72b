package io.atomstreams.operators.feature;

/**
 * How far a group of keys has come with the additions to the feature list.
 *
 * @param generation how many additions are in force: later events count in their features
 * @param ready how many of them have their whole history; at most {@code generation}
 */
public record Standing(int generation, int ready) {

  /** Nothing was added. */
  public static final Standing DECLARED = new Standing(0, 0);

  public Standing {
    if (ready < 0 || ready > generation) {
      throw new IllegalArgumentException(
          "%d additions are ready of %d in force".formatted(ready, generation));
    }
  }
}
