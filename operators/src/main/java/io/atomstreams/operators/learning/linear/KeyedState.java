package io.atomstreams.operators.learning.linear;

/** What {@link KeyedShrinkage} has learned. For one thread. */
public final class KeyedState {

  final FtrlState parent;
  final KeyOffsets offsets;

  final double[] rest;
  final double[] curvatures;

  KeyedState(FtrlState parent, KeyOffsets offsets, int rest) {
    this.parent = parent;
    this.offsets = offsets;
    this.rest = new double[rest];
    this.curvatures = new double[parent.scores.length];
  }

  /** How many keys are in memory. */
  public int keys() {
    return offsets.size();
  }
}
