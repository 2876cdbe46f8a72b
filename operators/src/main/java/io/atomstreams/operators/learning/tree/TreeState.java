package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.state.CounterRandom;

/** What a {@link HoeffdingTree} has learned. For one thread. */
public final class TreeState {

  final Nodes tree;
  final Split split;
  final double[] scratch;

  /** Leaves look at all attributes: never drawn from. */
  final CounterRandom random = new CounterRandom(0);

  TreeState(Nodes tree, LeafModel model) {
    this.tree = tree;
    split = new Split(model.sideWidth());
    scratch = new double[model.outputs()];
  }

  /** The number of nodes, leaves among them. */
  public int nodes() {
    return tree.size();
  }
}
