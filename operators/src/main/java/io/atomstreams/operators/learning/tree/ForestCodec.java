package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Forests: random numbers, the moments of numeric targets, the trees one after the other. */
final class ForestCodec extends LearnedCodec<ForestState> {

  private static final long serialVersionUID = 1;

  private final LeafModel model;
  private final ForestSettings settings;

  ForestCodec(String id, LeafModel model, ForestSettings settings) {
    super(id, 1);
    this.model = model;
    this.settings = settings;
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
  protected ForestState readState(DataInput in, int written) throws IOException {
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
