package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Forests: random numbers, the moments of numeric targets, the trees one after the other. */
final class ForestCodec implements StateCodec<ForestState> {

  private static final long serialVersionUID = 1;

  private final String id;
  private final LeafModel model;
  private final ForestSettings settings;

  ForestCodec(String id, LeafModel model, ForestSettings settings) {
    this.id = id;
    this.model = model;
    this.settings = settings;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public ForestState create() {
    return settings.begin(model);
  }

  @Override
  public void write(ForestState state, DataOutput out) throws IOException {
    state.random.write(out);
    Wire.writeDoubles(out, state.targets);
    Varint.writeUnsigned(out, state.members.length);
    for (Member member : state.members) {
      member.write(out);
    }
  }

  @Override
  public ForestState read(DataInput in, int version) throws IOException {
    CounterRandom random = CounterRandom.read(in);
    double[] targets = new double[3];
    Wire.readDoubles(in, targets);
    Member[] members = new Member[Wire.count(in, ForestSettings.MOST_TREES)];
    for (int i = 0; i < members.length; i++) {
      members[i] = Member.read(in, model);
    }
    return new ForestState(random, members, targets, model);
  }

  @Override
  public ForestState copy(ForestState state) {
    Member[] members = Arrays.stream(state.members).map(Member::copy).toArray(Member[]::new);
    return new ForestState(state.random.copy(), members, state.targets.clone(), model);
  }
}
