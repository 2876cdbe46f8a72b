package io.atomstreams.model.engine.trees;

import java.util.List;

/**
 * The walk of one row through one tree after the other, with the memory it needs: for each level
 * the product of the factors on the way down ({@code path}) and the sum of the leaves below, each
 * times its product ({@code below}). Used by one thread, for any number of rows.
 */
final class ShapWalk {

  private final boolean[] closed;
  private final double[] path;
  private final double[] below;

  private ShapTree tree;
  private int points;
  private float[] rows;
  private int start;
  private double[] out;
  private int outStart;

  ShapWalk(List<ShapTree> trees, int featureCount) {
    int most = trees.stream().mapToInt(one -> (one.depth() + 1) * one.points()).max().orElse(0);
    closed = new boolean[featureCount];
    path = new double[most];
    below = new double[most];
  }

  /** Adds what each feature adds in this tree, for the row at {@code start}. */
  void add(ShapTree next, float[] batch, int rowStart, double[] sums, int sumStart) {
    if (next.tree().isLeaf(0)) {
      return;
    }
    tree = next;
    points = next.points();
    rows = batch;
    start = rowStart;
    out = sums;
    outStart = sumStart;
    for (int i = 0; i < points; i++) {
      path[i] = 1;
    }
    visit(0, 0);
  }

  /**
   * Sums the leaves below {@code node} into {@code below}.
   *
   * @param at where the level of {@code node} begins
   */
  private void visit(int node, int at) {
    Tree shape = tree.tree();
    if (shape.isLeaf(node)) {
      double value = tree.leaf(node);
      for (int i = at; i < at + points; i++) {
        below[i] = path[i] * value;
      }
      return;
    }
    int feature = shape.feature()[node];
    for (int i = at; i < at + points; i++) {
      below[i] = 0;
    }
    if (closed[feature]) {
      pass(shape.left()[node], at);
      pass(shape.right()[node], at);
      return;
    }
    boolean left = shape.goesLeft(node, rows[start + feature]);
    int taken = left ? shape.left()[node] : shape.right()[node];
    int missed = left ? shape.right()[node] : shape.left()[node];
    follow(taken, at, feature, tree.staysOpen(), tree.creditOpen());
    closed[feature] = true;
    follow(missed, at, feature, tree.closes(), tree.creditClosed());
    closed[feature] = false;
  }

  /** Along an edge whose feature has been closed above: it gets the same credit as that one. */
  private void pass(int child, int at) {
    double share = tree.share(child);
    for (int i = at; i < at + points; i++) {
      path[i + points] = path[i] * share;
    }
    visit(child, at + points);
    for (int i = at; i < at + points; i++) {
      below[i] += below[i + points];
    }
  }

  private void follow(int child, int at, int feature, double[] factors, double[] credits) {
    int edge = child * points;
    for (int i = 0; i < points; i++) {
      path[at + points + i] = path[at + i] * factors[edge + i];
    }
    visit(child, at + points);
    double credit = 0;
    for (int i = 0; i < points; i++) {
      double leaves = below[at + points + i];
      credit += leaves * credits[edge + i];
      below[at + i] += leaves;
    }
    out[outStart + feature] += credit;
  }
}
