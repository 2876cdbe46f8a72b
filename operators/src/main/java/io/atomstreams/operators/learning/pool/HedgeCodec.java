package io.atomstreams.operators.learning.pool;

import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Target;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Weights, range of targets, then member by member the version of its codec and its state. */
final class HedgeCodec extends LearnedCodec<HedgeState> {

  private static final long serialVersionUID = 1;

  private final Target target;
  private final List<Learner<?>> members;

  HedgeCodec(Target target, List<Learner<?>> members) {
    super("hedge", 1);
    this.target = target;
    this.members = members;
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
  protected HedgeState readState(DataInput in, int written) throws IOException {
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
