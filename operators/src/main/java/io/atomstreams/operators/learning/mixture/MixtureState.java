package io.atomstreams.operators.learning.mixture;

/** What {@link FixedShare} has learned. For one thread. */
final class MixtureState {

  /** Of each member, as its codec makes it. */
  final Object[] members;

  /** How far each member is trusted; adds up to 1. */
  final double[] trust;

  /** Work space: what each member says. */
  final double[][] said;

  MixtureState(Object[] members, double[] trust, int outputs) {
    this.members = members;
    this.trust = trust;
    this.said = new double[members.length][outputs];
  }
}
