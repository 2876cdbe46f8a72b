package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.learning.Schema;
import java.io.Serializable;

/**
 * What leaves keep of the examples that came to them, in one array a leaf, and what they say.
 * Immutable. Each array begins with {@link #WEIGHT} and {@link #NEXT}.
 */
abstract sealed class LeafModel implements Serializable permits ClassLeaf, NumberLeaf {

  private static final long serialVersionUID = 1;

  /**
   * Where a leaf keeps the summed weights of its examples, those it was given at birth included.
   */
  static final int WEIGHT = 0;

  /** Where a leaf keeps the weight at which it next tries to split. */
  static final int NEXT = 1;

  private final int[] levels;

  LeafModel(Schema schema) {
    levels = schema.attributes().stream().mapToInt(attribute -> attribute.levels()).toArray();
  }

  static LeafModel of(Schema schema) {
    return schema.target().isNumber() ? new NumberLeaf(schema) : new ClassLeaf(schema);
  }

  /** The number of attributes. */
  final int width() {
    return levels.length;
  }

  final int levels(int attribute) {
    return levels[attribute];
  }

  /** The level a value of a category stands for, -1 if it is missing. */
  final int level(int attribute, double x) {
    int level = (int) x;
    return level >= 0 && level < levels[attribute] && level == x ? level : -1;
  }

  /** The values of a prediction. */
  abstract int outputs();

  /** How many numbers say what goes to one side of a split. */
  abstract int sideWidth();

  /** A leaf that has seen nothing and looks at these attributes. */
  abstract double[] create(int[] attributes);

  /**
   * A leaf that begins with what a split sent its way.
   *
   * @param side as {@link Split} has it
   */
  abstract double[] create(int[] attributes, double[] side);

  /**
   * What a leaf says of a row.
   *
   * @param out receives {@link #outputs} values from {@code at} on
   * @return to be handed to {@link #learn} with the same row
   */
  abstract long predict(double[] leaf, int[] attributes, double[] row, double[] out, int at);

  /**
   * Takes in an example.
   *
   * @param said what {@link #predict} gave for this row and leaf
   */
  abstract void learn(
      double[] leaf, int[] attributes, double[] row, double target, double weight, long said);

  /** Whether a leaf has seen nothing that a split could tell apart. */
  abstract boolean isPure(double[] leaf);

  /** Offers the questions that a leaf could be split by. */
  abstract void offer(double[] leaf, int[] attributes, Split split);

  /** The range of the quantity that {@link Growth} compares. */
  abstract double range(double[] leaf);

  /**
   * How far the best split is ahead of the second, in the quantity that {@link Growth} compares.
   */
  abstract double lead(Split split);

  /** The examples of a side. */
  abstract double weightOf(double[] side);

  /** What a leaf says when it stands alone in a published tree, {@code outputs} values. */
  abstract void publish(double[] leaf, double[] out);
}
