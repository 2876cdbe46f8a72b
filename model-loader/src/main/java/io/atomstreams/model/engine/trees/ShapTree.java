package io.atomstreams.model.engine.trees;

import java.util.Arrays;

/**
 * One tree, prepared for {@link TreeShap}: what depends on the tree alone and not on the row.
 *
 * <p>An edge is known by the node it leads to. Of the edges of one feature on a path only the last
 * counts; its reach z is the product of the shares of cover along all of them, and it is open (o =
 * 1) while the row itself goes along all of them. At quadrature node t its factor is {@code f =
 * z·(1 − t) + o·t}. Memory: four values an edge and quadrature node.
 */
final class ShapTree {

  private final Tree tree;
  private final GaussLegendre quadrature;
  private final double scale;
  private final int depth;
  private final double expectation;

  /** Of each edge, its share of the cover at its upper end. */
  private final double[] share;

  /** Factor of the edge over factor of the feature's edge before it, both open. */
  private final double[] staysOpen;

  /** The same, where this edge is the one that closes. */
  private final double[] closes;

  /** What a unit of leaves below adds to the feature, the weight of the node included. */
  private final double[] creditOpen;

  private final double[] creditClosed;

  /**
   * @param scale by which the tree's leaves are multiplied
   */
  ShapTree(Tree tree, int featureCount, double scale) {
    this.tree = tree;
    this.scale = scale;
    int[] onPath = longestPath(tree, featureCount);
    this.depth = onPath[0];
    this.quadrature = new GaussLegendre(Math.max(1, (onPath[1] + 1) / 2));
    this.share = new double[tree.size()];
    int size = tree.size() * quadrature.points();
    this.staysOpen = new double[size];
    this.closes = new double[size];
    this.creditOpen = new double[size];
    this.creditClosed = new double[size];
    double[] reach = new double[featureCount];
    Arrays.fill(reach, 1);
    this.expectation = prepare(0, reach);
  }

  /** The number of levels below the root, and the most different features on one path. */
  private static int[] longestPath(Tree tree, int featureCount) {
    int[] most = new int[2];
    measure(tree, 0, 0, 0, new int[featureCount], most);
    return most;
  }

  private static void measure(
      Tree tree, int node, int depth, int different, int[] seen, int[] most) {
    if (tree.isLeaf(node)) {
      most[0] = Math.max(most[0], depth);
      most[1] = Math.max(most[1], different);
      return;
    }
    int feature = tree.feature()[node];
    int more = different + (seen[feature] == 0 ? 1 : 0);
    seen[feature]++;
    measure(tree, tree.left()[node], depth + 1, more, seen, most);
    measure(tree, tree.right()[node], depth + 1, more, seen, most);
    seen[feature]--;
  }

  /** Fills the tables below {@code node}; gives the scaled mean of its leaves. */
  private double prepare(int node, double[] reach) {
    if (tree.isLeaf(node)) {
      return scale * tree.value()[node];
    }
    double left = tree.shareOfLeft(node);
    return left * prepareEdge(node, tree.left()[node], left, reach)
        + (1 - left) * prepareEdge(node, tree.right()[node], 1 - left, reach);
  }

  private double prepareEdge(int node, int child, double part, double[] reach) {
    int feature = tree.feature()[node];
    double before = reach[feature];
    double z = before * part;
    share[child] = part;
    for (int i = 0; i < quadrature.points(); i++) {
      double t = quadrature.node(i);
      double openBefore = before * (1 - t) + t;
      double open = z * (1 - t) + t;
      double creditBefore = (1 - before) / openBefore;
      int at = child * quadrature.points() + i;
      staysOpen[at] = open / openBefore;
      closes[at] = z * (1 - t) / openBefore;
      creditOpen[at] = quadrature.weight(i) * ((1 - z) / open - creditBefore);
      creditClosed[at] = quadrature.weight(i) * (-1 / (1 - t) - creditBefore);
    }
    reach[feature] = z;
    double expected = prepare(child, reach);
    reach[feature] = before;
    return expected;
  }

  Tree tree() {
    return tree;
  }

  int points() {
    return quadrature.points();
  }

  int depth() {
    return depth;
  }

  /** What the tree adds on average over its cover. */
  double expectation() {
    return expectation;
  }

  double share(int child) {
    return share[child];
  }

  double[] staysOpen() {
    return staysOpen;
  }

  double[] closes() {
    return closes;
  }

  double[] creditOpen() {
    return creditOpen;
  }

  double[] creditClosed() {
    return creditClosed;
  }

  double leaf(int node) {
    return scale * tree.value()[node];
  }
}
