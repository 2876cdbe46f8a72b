package io.atomstreams.operators.learning.pool;

import java.util.List;

/** What a {@link Hedge} has learned: its members' states, their weights, the range of targets. */
public final class HedgeState {

  private final List<Member<?>> members;
  private final Weights weights;
  private final Losses losses;
  private double[] prediction = {};

  HedgeState(List<Member<?>> members, Weights weights, Losses losses) {
    this.members = List.copyOf(members);
    this.weights = weights;
    this.losses = losses;
  }

  List<Member<?>> members() {
    return members;
  }

  Weights weights() {
    return weights;
  }

  Losses losses() {
    return losses;
  }

  /** Work space, no part of the state. */
  double[] prediction(int length) {
    if (prediction.length != length) {
      prediction = new double[length];
    }
    return prediction;
  }

  HedgeState copy() {
    List<Member<?>> copies = members.stream().<Member<?>>map(Member::copy).toList();
    return new HedgeState(copies, weights.copy(), losses.copy());
  }
}
