package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.state.CounterRandom;

/**
 * What an {@link AdaptiveForest} has learned. For one thread; what each tree said of the latest row
 * is kept as work space, so that an example which was predicted is not looked up again.
 */
public final class ForestState {

  final CounterRandom random;
  final Member[] members;

  /** Weight, mean and sum of squared deviations of the targets, where they are numbers. */
  final double[] targets;

  private final int outputs;
  private final double[] row;
  private boolean isLooked;
  private final int[] leaves;
  private final long[] said;
  private final double[] votes;
  final double[] scratch;
  final Split split;

  ForestState(CounterRandom random, Member[] members, double[] targets, LeafModel model) {
    this.random = random;
    this.members = members;
    this.targets = targets;
    outputs = model.outputs();
    row = new double[model.width()];
    leaves = new int[members.length];
    said = new long[members.length];
    votes = new double[members.length * outputs];
    scratch = new double[outputs];
    split = new Split(model.sideWidth());
  }

  /** Asks every tree about a row, unless this very row was the latest and nothing learnt since. */
  void look(double[] asked, LeafModel model) {
    if (isLooked && isLatest(asked)) {
      return;
    }
    System.arraycopy(asked, 0, row, 0, row.length);
    for (int i = 0; i < leaves.length; i++) {
      Nodes tree = members[i].tree;
      int leaf = tree.leafOf(asked);
      leaves[i] = leaf;
      said[i] = model.predict(tree.leaf(leaf), tree.attributes(leaf), asked, votes, i * outputs);
    }
    isLooked = true;
  }

  private boolean isLatest(double[] asked) {
    for (int i = 0; i < row.length; i++) {
      if (Double.doubleToRawLongBits(row[i]) != Double.doubleToRawLongBits(asked[i])) {
        return false;
      }
    }
    return true;
  }

  /** To be called when something was learnt. */
  void forgetLook() {
    isLooked = false;
  }

  int leaf(int member) {
    return leaves[member];
  }

  long said(int member) {
    return said[member];
  }

  double vote(int member, int output) {
    return votes[member * outputs + output];
  }

  /** How many trees there are. */
  public int size() {
    return members.length;
  }

  /** The number of nodes of all trees, without those that grow behind. */
  public long nodes() {
    long nodes = 0;
    for (Member member : members) {
      nodes += member.tree.size();
    }
    return nodes;
  }
}
