package io.atomstreams.model;

import java.util.List;

/** Which way a row goes through each tree of a model. Many threads may call it at once. */
public interface DecisionPaths {

  /**
   * One question of a tree, and the row's answer.
   *
   * @param feature the name
   * @param value of the row; {@code NaN}: missing
   * @param threshold what it is compared with
   * @param isBelow whether the row goes on where lower values do; a missing one goes where the tree
   *     says
   */
  record Step(String feature, float value, double threshold, boolean isBelow) {}

  /**
   * From the root to a leaf.
   *
   * @param tree its place among the model's trees, from 0
   * @param depth the most questions that the tree asks of any row
   * @param nodes the size of the tree, leaves among them
   * @param steps empty if the tree is one leaf
   * @param added what the leaf adds, before the link
   */
  record Path(int tree, int depth, int nodes, List<Step> steps, double added) {}

  /**
   * The paths of one row through all trees that add to its score, in the model's order.
   *
   * @param row at least as many values as there are features
   */
  List<Path> of(float[] row);
}
