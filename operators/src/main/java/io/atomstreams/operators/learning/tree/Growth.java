package io.atomstreams.operators.learning.tree;

import io.atomstreams.model.engine.trees.Tree;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.state.Options;
import java.io.Serializable;
import java.util.Arrays;

/**
 * When a leaf becomes an inner node (Domingos, Hulten 2000, "Mining high-speed data streams"). Of n
 * examples the best attribute is taken for the best of all with confidence 1 − δ once it is ahead
 * of the second by {@code ε = √(R²·ln(1/δ) / 2n)}, R being the range of what is compared, or once ε
 * is below τ and both are as good.
 *
 * <p>A leaf that could not split waits for as many examples as the bound would need at the lead
 * seen now (García-Martín et al. 2018, "Hoeffding trees with nmin adaptation"), at least the grace
 * period and at most half as many as it has.
 *
 * @param grace weight of examples before a leaf's first try, and the least between two
 * @param delta δ, in (0, 1): probability that a split is not the best
 * @param tie τ, in [0, 1]
 * @param subspace how many attributes, chosen at random, a leaf looks at; all if the schema has no
 *     more
 * @param maxNodes a tree with so many nodes splits no more; its leaves go on learning
 * @param maxDepth nor does a leaf so many levels below the root
 */
record Growth(int grace, double delta, double tie, int subspace, int maxNodes, int maxDepth)
    implements Serializable {

  private static final double LONGEST_WAIT = 0.5;

  /** Of a tree that is published a question for a level takes two levels. */
  private static final int DEEPEST = Tree.MOST_DEPTH / 2;

  Growth {
    Settings.require(grace >= 1, "grace", grace, "1 or more examples");
    Settings.require(delta > 0 && delta < 1, "delta", delta, "between 0 and 1");
    Settings.require(tie >= 0 && tie <= 1, "tie", tie, "in 0 to 1");
    Settings.require(subspace >= 1, "subspace", subspace, "1 or more attributes");
    Settings.require(
        maxNodes >= 1 && maxNodes <= Nodes.MOST, "maxNodes", maxNodes, "in 1 to " + Nodes.MOST);
    Settings.require(
        maxDepth >= 0 && maxDepth <= DEEPEST, "maxDepth", maxDepth, "in 0 to " + DEEPEST);
  }

  /** Reads the options of growth; what nobody says is as in {@code otherwise}. */
  static Growth of(Options options, Growth otherwise) {
    return new Growth(
        Settings.whole(options, "grace", otherwise.grace()),
        options.number("delta", otherwise.delta()),
        options.number("tie", otherwise.tie()),
        otherwise.subspace(),
        Settings.whole(options, "maxNodes", otherwise.maxNodes()),
        Settings.whole(options, "maxDepth", otherwise.maxDepth()));
  }

  /** A tree that has seen nothing. */
  Nodes plant(LeafModel model, int[] attributes, CounterRandom random) {
    int[] looksAt = choose(attributes, random);
    double[] leaf = model.create(looksAt);
    leaf[LeafModel.NEXT] = grace;
    return new Nodes(leaf, looksAt);
  }

  /** A part of the attributes, each set of that size with the same probability. */
  int[] choose(int[] attributes, CounterRandom random) {
    return subspace >= attributes.length ? attributes : choose(attributes, subspace, random);
  }

  /** So many of the attributes, by the first steps of a shuffle. */
  static int[] choose(int[] attributes, int count, CounterRandom random) {
    int[] shuffled = attributes.clone();
    for (int i = 0; i < count; i++) {
      int j = i + random.nextInt(shuffled.length - i);
      int chosen = shuffled[j];
      shuffled[j] = shuffled[i];
      shuffled[i] = chosen;
    }
    return Arrays.copyOf(shuffled, count);
  }

  /** {@code √(R²·ln(1/δ) / 2n)}. */
  double bound(double range, double weight) {
    return Math.sqrt(range * range * confidence() / (2 * weight));
  }

  private double confidence() {
    return StrictMath.log(1 / delta);
  }

  /** Whether a leaf has seen enough since it last tried. */
  static boolean isDue(double[] leaf) {
    return leaf[LeafModel.WEIGHT] >= leaf[LeafModel.NEXT];
  }

  /**
   * Splits a leaf, or says when it is to be tried again.
   *
   * @param attributes from which the new leaves choose those they look at
   * @return whether it was split
   */
  boolean grow(
      Nodes tree, int node, int[] attributes, LeafModel model, Split split, CounterRandom random) {
    double[] leaf = tree.leaf(node);
    double weight = leaf[LeafModel.WEIGHT];
    if (tree.size() + 2 > maxNodes || tree.depth(node) >= maxDepth) {
      leaf[LeafModel.NEXT] = Double.POSITIVE_INFINITY;
      return false;
    }
    leaf[LeafModel.NEXT] = weight + grace;
    if (model.isPure(leaf)) {
      return false;
    }
    split.begin();
    model.offer(leaf, tree.attributes(node), split);
    double range = model.range(leaf);
    double lead = split.isFound() ? model.lead(split) : 0;
    double bound = bound(range, weight);
    if (split.isFound() && (lead > bound || bound < tie)) {
      split(tree, node, attributes, model, split, random);
      return true;
    }
    double sought = Math.max(lead, tie);
    double needed = range * range * confidence() / (2 * sought * sought);
    double longest = Math.max(grace, LONGEST_WAIT * weight);
    leaf[LeafModel.NEXT] = weight + Math.min(longest, Math.max(grace, needed - weight));
    return false;
  }

  private void split(
      Nodes tree, int node, int[] attributes, LeafModel model, Split split, CounterRandom random) {
    int[] leftAttributes = choose(attributes, random);
    int[] rightAttributes = choose(attributes, random);
    double[] left = model.create(leftAttributes, split.left());
    double[] right = model.create(rightAttributes, split.right());
    left[LeafModel.NEXT] = left[LeafModel.WEIGHT] + grace;
    right[LeafModel.NEXT] = right[LeafModel.WEIGHT] + grace;
    boolean missingGoesLeft = model.weightOf(split.left()) > model.weightOf(split.right());
    tree.split(node, split.question(missingGoesLeft), left, leftAttributes, right, rightAttributes);
  }
}
