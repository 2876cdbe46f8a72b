package io.atomstreams.model.engine.xgboost;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.engine.trees.Tree;
import java.util.Arrays;

/**
 * One tree of an XGBoost file. Its nodes stand in any order and deleted ones among them; the
 * portable tree has those that can be reached, a parent before its children.
 */
final class XgboostTree {

  private static final int NO_PARENT = Integer.MAX_VALUE;

  private final ModelTree source;
  private final int size;
  private final int[] left;
  private final int[] right;
  private final int[] parents;
  private final int[] feature;
  private final double[] condition;
  private final boolean[] defaultLeft;
  private final double[] cover;

  XgboostTree(ModelTree source, int index, int features) {
    this.source = source;
    ModelTree parameters = source.at("tree_param").requireObject();
    this.size = source.at("left_children").size();
    requireParameters(parameters, features);
    if (source.at("id").integer() != index) {
      throw source.at("id").broken("is not " + index);
    }
    requireNumericalSplits();
    left = source.at("left_children").integers(size);
    right = source.at("right_children").integers(size);
    parents = source.at("parents").integers(size);
    feature = source.at("split_indices").integers(size);
    condition = source.at("split_conditions").floats(size);
    defaultLeft = source.at("default_left").flags(size);
    cover = source.at("sum_hessian").floats(size);
    source.at("base_weights").floats(size);
    source.at("loss_changes").floats(size);
    requireChildren(features);
  }

  private void requireParameters(ModelTree parameters, int features) {
    int nodes = parameters.at("num_nodes").parameter();
    int deleted = parameters.at("num_deleted").parameter();
    if (size < 1 || nodes != size || deleted < 0 || deleted >= nodes) {
      throw parameters.broken(
          "states %d nodes, %d of them deleted; there are %d".formatted(nodes, deleted, size));
    }
    if (parameters.at("num_feature").parameter() != features) {
      throw parameters.at("num_feature").broken("is not " + features);
    }
    int leaf = parameters.at("size_leaf_vector").parameter();
    if (leaf > 1) {
      throw new ModelException(
          "the XGBoost model has leaves of %d values; train with multi_strategy=one_output_per_tree"
              .formatted(leaf));
    }
  }

  private void requireNumericalSplits() {
    boolean categorical = false;
    for (int type :
        source.has("split_type") ? source.at("split_type").integers(size) : new int[0]) {
      categorical |= type != 0;
    }
    for (String key :
        new String[] {
          "categories", "categories_nodes", "categories_segments", "categories_sizes"
        }) {
      categorical |= source.has(key) && source.at(key).size() > 0;
    }
    if (categorical) {
      throw new ModelException(
          "the XGBoost model splits on categories, which is not run; encode them as numbers and"
              + " train without enable_categorical");
    }
  }

  /** Deleted nodes are never reached; their numbers mean nothing and may not be followed. */
  private void requireChildren(int features) {
    for (int node = 0; node < size; node++) {
      boolean leaf = left[node] == -1;
      if (leaf != (right[node] == -1)) {
        throw source.broken("has one child at node " + node);
      }
      if (parents[node] != NO_PARENT && (parents[node] < -1 || parents[node] >= size)) {
        throw source.broken("has node %d below %d".formatted(node, parents[node]));
      }
      if (!leaf) {
        requireChild(node, left[node]);
        requireChild(node, right[node]);
        if (feature[node] < 0 || feature[node] >= features) {
          throw source.broken(
              "splits on feature %d at node %d; there are %d"
                  .formatted(feature[node], node, features));
        }
      }
    }
  }

  private void requireChild(int parent, int child) {
    if (child < 1 || child >= size || parents[child] != parent) {
      throw source.broken(
          "has the child %d at node %d, which is not below it".formatted(child, parent));
    }
  }

  Tree convert(int output) {
    int[] order = reached();
    int count = order.length;
    int[] place = new int[size];
    for (int i = 0; i < count; i++) {
      place[order[i]] = i;
    }
    int[] features = new int[count];
    int[] lefts = new int[count];
    int[] rights = new int[count];
    double[] thresholds = new double[count];
    double[] covers = new double[count];
    double[] values = new double[count];
    boolean[] defaults = new boolean[count];
    for (int i = 0; i < count; i++) {
      int node = order[i];
      boolean leaf = left[node] == -1;
      features[i] = leaf ? -1 : feature[node];
      lefts[i] = leaf ? -1 : place[left[node]];
      rights[i] = leaf ? -1 : place[right[node]];
      thresholds[i] = leaf ? 0 : finite(condition[node]);
      values[i] = leaf ? condition[node] : 0;
      covers[i] = cover[node];
      defaults[i] = !leaf && defaultLeft[node];
    }
    return new Tree(output, features, thresholds, lefts, rights, defaults, null, covers, values);
  }

  /**
   * A split of missing values from the others can have an infinite threshold; no value is beyond.
   */
  private static double finite(double threshold) {
    return Double.isInfinite(threshold) ? Math.copySign(Double.MAX_VALUE, threshold) : threshold;
  }

  /** The nodes from the root on, level by level. */
  private int[] reached() {
    int[] order = new int[size];
    int count = 1;
    for (int i = 0; i < count; i++) {
      int node = order[i];
      if (left[node] != -1) {
        if (count + 2 > size || left[node] == right[node]) {
          throw source.broken("has more than one way to a node below node " + node);
        }
        order[count++] = left[node];
        order[count++] = right[node];
      }
    }
    return Arrays.copyOf(order, count);
  }
}
