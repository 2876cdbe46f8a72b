package io.atomstreams.model.engine.trees;

import java.util.Arrays;

/** The slow, obvious ways to the same Shapley values. */
final class ShapOracles {

  private ShapOracles() {}

  /** Of one margin, over all subsets of the features: 2^features evaluations a feature. */
  static double[] bySubsets(TreeEnsemble ensemble, int output, float[] row) {
    int n = row.length;
    double[] worth = new double[1 << n];
    for (int set = 0; set < worth.length; set++) {
      worth[set] = ensemble.base().get(output);
      for (Tree tree : ensemble.trees()) {
        worth[set] += tree.output() == output ? expectation(tree, 0, row, set) : 0;
      }
    }
    double[] values = new double[n + 1];
    values[n] = worth[0];
    for (int i = 0; i < n; i++) {
      for (int set = 0; set < worth.length; set++) {
        if ((set >> i & 1) == 0) {
          double weight = factorial(Integer.bitCount(set));
          weight *= factorial(n - Integer.bitCount(set) - 1) / factorial(n);
          values[i] += weight * (worth[set | 1 << i] - worth[set]);
        }
      }
    }
    return values;
  }

  private static double factorial(int n) {
    return n <= 1 ? 1 : n * factorial(n - 1);
  }

  /** Lundberg et al. 2020, algorithm 1: what a tree gives if only a set of features is known. */
  private static double expectation(Tree tree, int node, float[] row, int known) {
    if (tree.left()[node] < 0) {
      return tree.value()[node];
    }
    int left = tree.left()[node];
    int right = tree.right()[node];
    if ((known >> tree.feature()[node] & 1) == 1) {
      return expectation(tree, RandomTrees.goesLeft(tree, node, row) ? left : right, row, known);
    }
    double share = share(tree, node);
    return share * expectation(tree, left, row, known)
        + (1 - share) * expectation(tree, right, row, known);
  }

  private static double share(Tree tree, int node) {
    double left = tree.cover()[tree.left()[node]];
    double right = tree.cover()[tree.right()[node]];
    return left + right == 0 ? 0.5 : left / (left + right);
  }

  /** Lundberg et al. 2020, algorithm 2, of one tree; covers must be above 0. The base is left 0. */
  static double[] byPaths(Tree tree, float[] row) {
    double[] values = new double[row.length + 1];
    recurse(tree, 0, row, values, new Path(), 1, 1, -1);
    return values;
  }

  private static void recurse(
      Tree tree, int node, float[] row, double[] out, Path above, double zero, double one, int by) {
    Path path = above.extended(zero, one, by);
    if (tree.left()[node] < 0) {
      for (int i = 1; i < path.length; i++) {
        out[path.feature[i]] +=
            path.without(i).sum() * (path.one[i] - path.zero[i]) * tree.value()[node];
      }
      return;
    }
    int feature = tree.feature()[node];
    boolean left = RandomTrees.goesLeft(tree, node, row);
    double share = share(tree, node);
    double zeroAbove = 1;
    double oneAbove = 1;
    for (int i = 1; i < path.length; i++) {
      if (path.feature[i] == feature) {
        zeroAbove = path.zero[i];
        oneAbove = path.one[i];
        path = path.without(i);
        break;
      }
    }
    int l = tree.left()[node];
    int r = tree.right()[node];
    recurse(tree, l, row, out, path, zeroAbove * share, left ? oneAbove : 0, feature);
    recurse(tree, r, row, out, path, zeroAbove * (1 - share), left ? 0 : oneAbove, feature);
  }

  /** The unique path m of the paper, with its operations EXTEND and UNWIND. */
  private static final class Path {
    int length;
    int[] feature = {};
    double[] zero = {};
    double[] one = {};
    double[] weight = {};

    Path extended(double z, double o, int by) {
      Path next = copy(length + 1);
      next.feature[length] = by;
      next.zero[length] = z;
      next.one[length] = o;
      next.weight[length] = length == 0 ? 1 : 0;
      for (int i = length - 1; i >= 0; i--) {
        next.weight[i + 1] += o * next.weight[i] * (i + 1) / (length + 1);
        next.weight[i] = z * next.weight[i] * (length - i) / (length + 1);
      }
      return next;
    }

    Path without(int index) {
      Path next = copy(length - 1);
      double n = weight[length - 1];
      for (int j = length - 2; j >= 0; j--) {
        if (one[index] != 0) {
          next.weight[j] = n * length / ((j + 1) * one[index]);
          n = weight[j] - next.weight[j] * zero[index] * (length - 1 - j) / length;
        } else {
          next.weight[j] = weight[j] * length / (zero[index] * (length - 1 - j));
        }
      }
      for (int j = index; j < length - 1; j++) {
        next.feature[j] = feature[j + 1];
        next.zero[j] = zero[j + 1];
        next.one[j] = one[j + 1];
      }
      return next;
    }

    double sum() {
      return Arrays.stream(weight).sum();
    }

    private Path copy(int size) {
      Path next = new Path();
      next.length = size;
      next.feature = Arrays.copyOf(feature, size);
      next.zero = Arrays.copyOf(zero, size);
      next.one = Arrays.copyOf(one, size);
      next.weight = Arrays.copyOf(weight, size);
      return next;
    }
  }
}
