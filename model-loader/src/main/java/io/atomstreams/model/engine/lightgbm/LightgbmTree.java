package io.atomstreams.model.engine.lightgbm;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.engine.trees.Tree;
import java.util.List;

/**
 * One tree of a LightGBM file: inner nodes from 0, children below 0 are leaves ({@code -1 - leaf}).
 * The portable tree is numbered from the root on, level by level.
 *
 * <p>LightGBM goes left where a value is at most the threshold, the portable tree where it is
 * below: the threshold becomes the next number, which is the same rule for every finite value.
 * Values within 1e-35 of zero are zero to it.
 */
final class LightgbmTree {

  private static final List<String> KEYS =
      List.of(
          "num_leaves",
          "num_cat",
          "split_feature",
          "split_gain",
          "threshold",
          "decision_type",
          "left_child",
          "right_child",
          "leaf_value",
          "leaf_weight",
          "leaf_count",
          "internal_value",
          "internal_weight",
          "internal_count",
          "is_linear",
          "shrinkage");

  /** What LightGBM takes for zero, on either side. */
  private static final double ZERO = 1e-35f;

  private static final int CATEGORICAL = 1;
  private static final int DEFAULT_LEFT = 2;
  private static final int MISSING_SHIFT = 2;
  private static final int MISSING_NONE = 0;
  private static final int MISSING_ZERO = 1;
  private static final int MISSING_NAN = 2;

  private final Section source;
  private final int leaves;
  private final int[] left;
  private final int[] right;
  private final int[] feature;
  private final int[] decision;
  private final double[] threshold;
  private final int[] innerCount;
  private final int[] leafCount;
  private final double[] value;

  LightgbmTree(Section source, int features) {
    this.source = source;
    this.leaves = source.integer("num_leaves");
    if (leaves < 1 || leaves > source.text("leaf_value").length()) {
      throw source.broken("has " + leaves + " leaves");
    }
    requirePlain();
    source.requireKeys(KEYS);
    int inner = leaves - 1;
    left = source.integers("left_child", inner);
    right = source.integers("right_child", inner);
    feature = source.integers("split_feature", inner);
    decision = source.integers("decision_type", inner);
    threshold = source.numbers("threshold", inner);
    innerCount = source.integers("internal_count", inner);
    value = source.numbers("leaf_value", leaves);
    leafCount = leaves == 1 ? new int[] {0} : source.integers("leaf_count", leaves);
    requireWhatOnlyTheLibraryReads(inner);
    requireNodes(features);
  }

  private void requirePlain() {
    if (source.integer("num_cat") != 0) {
      throw new ModelException(
          "the LightGBM model splits on categories, which is not run; encode them as numbers and"
              + " train without categorical_feature");
    }
    if (source.has("is_linear") && source.integer("is_linear") != 0) {
      throw new ModelException(
          "the LightGBM model has linear leaves, which are not run; train with linear_tree=false");
    }
  }

  private void requireWhatOnlyTheLibraryReads(int inner) {
    for (String key : new String[] {"split_gain", "internal_value", "internal_weight"}) {
      if (source.has(key)) {
        source.numbers(key, inner);
      }
    }
    if (source.has("leaf_weight") && leaves > 1) {
      source.numbers("leaf_weight", leaves);
    }
    if (source.has("shrinkage")) {
      source.numbers("shrinkage", 1);
    }
  }

  private void requireNodes(int features) {
    for (int node = 0; node < leaves - 1; node++) {
      if (feature[node] < 0 || feature[node] >= features) {
        throw source.broken(
            "splits on feature %d at node %d; there are %d"
                .formatted(feature[node], node, features));
      }
      for (int child : new int[] {left[node], right[node]}) {
        if (child < -leaves || child >= leaves - 1) {
          throw source.broken("has the child %d at node %d".formatted(child, node));
        }
      }
      if (decision[node] < 0 || (decision[node] >> MISSING_SHIFT) > MISSING_NAN) {
        throw source.broken("has the decision type %d at node %d".formatted(decision[node], node));
      }
      if ((decision[node] & CATEGORICAL) != 0) {
        throw source.broken("has a decision by category at node " + node + ", but no categories");
      }
    }
  }

  /**
   * @param scale by which leaves are multiplied
   */
  Tree convert(int output, double scale) {
    int[] order = order();
    int count = order.length;
    int[] place = new int[leaves - 1];
    for (int i = 0; i < count; i++) {
      if (order[i] >= 0) {
        place[order[i]] = i;
      }
    }
    int[] leafPlace = new int[leaves];
    for (int i = 0; i < count; i++) {
      if (order[i] < 0) {
        leafPlace[-1 - order[i]] = i;
      }
    }
    Nodes nodes = new Nodes(count);
    for (int i = 0; i < count; i++) {
      if (order[i] < 0) {
        nodes.leaf(i, leafCount[-1 - order[i]], scale * value[-1 - order[i]]);
      } else {
        int node = order[i];
        nodes.left[i] = left[node] < 0 ? leafPlace[-1 - left[node]] : place[left[node]];
        nodes.right[i] = right[node] < 0 ? leafPlace[-1 - right[node]] : place[right[node]];
        split(node, nodes, i);
      }
    }
    return nodes.tree(output);
  }

  private void split(int node, Nodes nodes, int at) {
    int missing = decision[node] >> MISSING_SHIFT;
    nodes.feature[at] = feature[node];
    nodes.threshold[at] = below(threshold[node]);
    nodes.cover[at] = innerCount[node];
    nodes.zeroIsMissing[at] = missing == MISSING_ZERO;
    // where nothing was missing in training, LightGBM takes a missing value for zero
    nodes.defaultLeft[at] =
        missing == MISSING_NONE ? 0 <= threshold[node] : (decision[node] & DEFAULT_LEFT) != 0;
  }

  /**
   * The number of which the values up to {@code threshold} are all below, as LightGBM reads them.
   */
  private static double below(double threshold) {
    if (Math.abs(threshold) <= ZERO) {
      return threshold < 0 ? -ZERO : Math.nextUp(ZERO);
    }
    return Math.min(Math.nextUp(threshold), Double.MAX_VALUE);
  }

  /** The nodes from the root on, level by level; leaves as the file writes them. */
  private int[] order() {
    int[] order = new int[2 * leaves - 1];
    order[0] = leaves == 1 ? -1 : 0;
    int count = 1;
    for (int i = 0; i < count; i++) {
      if (order[i] >= 0) {
        if (count + 2 > order.length) {
          throw source.broken("has more than one way to a node below node " + order[i]);
        }
        order[count++] = left[order[i]];
        order[count++] = right[order[i]];
      }
    }
    requireEachOnce(order, count);
    return order;
  }

  private void requireEachOnce(int[] order, int count) {
    boolean[] seen = new boolean[order.length];
    for (int i = 0; i < count; i++) {
      int node = order[i] + leaves;
      if (seen[node]) {
        throw source.broken("has more than one way to node " + order[i]);
      }
      seen[node] = true;
    }
    if (count != order.length) {
      throw source.broken("has nodes that cannot be reached");
    }
  }

  /** The arrays of a portable tree while they are filled. */
  private static final class Nodes {
    final int[] feature;
    final int[] left;
    final int[] right;
    final double[] threshold;
    final double[] cover;
    final double[] value;
    final boolean[] defaultLeft;
    final boolean[] zeroIsMissing;

    Nodes(int count) {
      feature = new int[count];
      left = new int[count];
      right = new int[count];
      threshold = new double[count];
      cover = new double[count];
      value = new double[count];
      defaultLeft = new boolean[count];
      zeroIsMissing = new boolean[count];
    }

    void leaf(int at, double rows, double adds) {
      feature[at] = -1;
      left[at] = -1;
      right[at] = -1;
      cover[at] = rows;
      value[at] = adds;
    }

    Tree tree(int output) {
      return new Tree(
          output, feature, threshold, left, right, defaultLeft, zeroIsMissing, cover, value);
    }
  }
}
