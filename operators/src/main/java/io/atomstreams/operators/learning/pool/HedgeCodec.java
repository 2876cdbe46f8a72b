package io.atomstreams.operators.learning.pool;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Weights, range of targets, then member by member the version of its codec and its state. */
final class HedgeCodec implements StateCodec<HedgeState> {

  static final String ID = "hedge";

  private static final long serialVersionUID = 1;

  private final Target target;
  private final List<Learner<?>> members;

  HedgeCodec(Target target, List<Learner<?>> members) {
    this.target = target;
    this.members = members;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  /** The members' codecs with their layouts, in order. */
  @Override
  public String layout() {
    return members.stream()
        .map(member -> member.codec().id() + "(" + member.codec().layout() + ")")
        .collect(Collectors.joining("|"));
  }

  @Override
  public HedgeState create() {
    List<Member<?>> begun = members.stream().<Member<?>>map(Member::begin).toList();
    return new HedgeState(begun, Weights.equal(begun.size()), new Losses(target));
  }

  @Override
  public void write(HedgeState state, DataOutput out) throws IOException {
    state.weights().write(out);
    state.losses().write(out);
    for (Member<?> member : state.members()) {
      member.write(out);
    }
  }

  @Override
  public HedgeState read(DataInput in, int version) throws IOException {
    if (version > version()) {
      throw new IOException(
          "%s: the state was written in version %d, this release reads up to %d; use a later one"
              .formatted(ID, version, version()));
    }
    Weights weights = Weights.read(in);
    if (weights.size() != members.size()) {
      throw new IOException(
          "a pool of %d members was stored, this one has %d; name those it had"
              .formatted(weights.size(), members.size()));
    }
    Losses losses = Losses.read(target, in);
    List<Member<?>> read = new ArrayList<>();
    for (Learner<?> member : members) {
      read.add(Member.read(member, in));
    }
    return new HedgeState(read, weights, losses);
  }

  @Override
  public HedgeState copy(HedgeState state) {
    return state.copy();
  }
}
