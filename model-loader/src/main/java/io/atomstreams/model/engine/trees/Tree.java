package io.atomstreams.model.engine.trees;

import io.atomstreams.model.ModelException;

/**
 * One binary decision tree, its nodes numbered from the root, 0, so that children come after their
 * parent; each array has one element a node. A node without a feature (-1) is a leaf.
 *
 * <p>A row goes left where its value is <em>below</em> the threshold, both as 64-bit floats. A
 * missing value goes where the node says: {@code NaN} is missing everywhere, a value within 1e-35
 * of zero at those nodes that say so.
 *
 * @param output which margin of the ensemble it adds to
 * @param feature index into the feature list; -1 at leaves
 * @param threshold finite; not read at leaves
 * @param left the child for lower values; -1 at leaves
 * @param right the other child; -1 at leaves
 * @param defaultLeft whether missing values go left
 * @param zeroIsMissing whether zeros are missing; null where that is so at no node
 * @param cover how much of the training set came by, 0 or more: rows, or their summed weights; a
 *     row of unknown features goes to each child in proportion to its cover, to both alike if both
 *     are 0
 * @param value what a leaf adds; not read elsewhere
 */
public record Tree(
    int output,
    int[] feature,
    double[] threshold,
    int[] left,
    int[] right,
    boolean[] defaultLeft,
    boolean[] zeroIsMissing,
    double[] cover,
    double[] value) {

  /** The most levels a tree may have below its root. */
  public static final int MOST_DEPTH = 512;

  private static final float ZERO = 1e-35f;

  public Tree {
    if (feature == null || feature.length == 0) {
      throw new ModelException("a tree needs the array feature, with at least its root");
    }
    zeroIsMissing = zeroIsMissing == null ? new boolean[feature.length] : zeroIsMissing;
    requireLength("threshold", threshold == null ? -1 : threshold.length, feature.length);
    requireLength("left", left == null ? -1 : left.length, feature.length);
    requireLength("right", right == null ? -1 : right.length, feature.length);
    requireLength("defaultLeft", defaultLeft == null ? -1 : defaultLeft.length, feature.length);
    requireLength("zeroIsMissing", zeroIsMissing.length, feature.length);
    requireLength("cover", cover == null ? -1 : cover.length, feature.length);
    requireLength("value", value == null ? -1 : value.length, feature.length);
    requireFinite(threshold, "threshold");
    requireFinite(value, "value");
    requireFinite(cover, "cover");
    requireShape(feature, left, right, cover);
  }

  private static void requireLength(String name, int found, int nodes) {
    if (found != nodes) {
      throw new ModelException(
          "a tree of %d nodes needs as many elements of %s, %s"
              .formatted(nodes, name, found < 0 ? "which is missing" : "not " + found));
    }
  }

  private static void requireFinite(double[] values, String name) {
    for (int node = 0; node < values.length; node++) {
      if (!Double.isFinite(values[node])) {
        throw new ModelException(
            "node %d has the %s %s; a finite number is needed".formatted(node, name, values[node]));
      }
    }
  }

  private static void requireShape(int[] feature, int[] left, int[] right, double[] cover) {
    int[] depth = new int[feature.length];
    for (int node = 0; node < feature.length; node++) {
      if (node > 0 && depth[node] == 0) {
        throw new ModelException(
            "node %d is no child of a node before it; number children after their parent"
                .formatted(node));
      }
      if (cover[node] < 0) {
        throw new ModelException(
            "node %d has the cover %s; it must be 0 or more".formatted(node, cover[node]));
      }
      if (feature[node] >= 0) {
        adopt(node, left[node], depth);
        adopt(node, right[node], depth);
      } else if (feature[node] != -1 || left[node] != -1 || right[node] != -1) {
        throw new ModelException(
            "node %d has the feature %d and the children %d and %d; a leaf has -1, -1 and -1"
                .formatted(node, feature[node], left[node], right[node]));
      }
    }
  }

  private static void adopt(int parent, int child, int[] depth) {
    if (child <= parent || child >= depth.length) {
      throw new ModelException(
          "node %d has the child %d; it must be above %d and below %d"
              .formatted(parent, child, parent, depth.length));
    }
    if (depth[child] != 0) {
      throw new ModelException("node %d has two parents, %d is one".formatted(child, parent));
    }
    depth[child] = depth[parent] + 1;
    if (depth[child] > MOST_DEPTH) {
      throw new ModelException(
          "a tree is deeper than %d levels; train with a lower depth".formatted(MOST_DEPTH));
    }
  }

  /** The number of nodes, leaves among them. */
  public int size() {
    return feature.length;
  }

  public boolean isLeaf(int node) {
    return feature[node] < 0;
  }

  /** Where a row with this value goes at an inner node. */
  public boolean goesLeft(int node, float x) {
    if (Float.isNaN(x) || (zeroIsMissing[node] && Math.abs(x) <= ZERO)) {
      return defaultLeft[node];
    }
    return x < threshold[node];
  }

  /** What the tree adds for the row that starts at {@code start}. Cost: one step a level. */
  double valueOf(float[] rows, int start) {
    int node = 0;
    for (int column = feature[0]; column >= 0; column = feature[node]) {
      node = goesLeft(node, rows[start + column]) ? left[node] : right[node];
    }
    return value[node];
  }

  /** The share of {@code node}'s cover that is its left child's; the rest is the right one's. */
  double shareOfLeft(int node) {
    double both = cover[left[node]] + cover[right[node]];
    return both > 0 ? cover[left[node]] / both : 0.5;
  }
}
