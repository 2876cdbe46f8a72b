package io.atomstreams.operators.learning.mixture;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** {@link MixtureState} as bytes: weights, then each member by its own codec and version. */
final class MixtureCodec implements StateCodec<MixtureState> {

  private static final long serialVersionUID = 1L;

  private final FixedShare learner;

  MixtureCodec(FixedShare learner) {
    this.learner = learner;
  }

  @Override
  public String id() {
    return "learning.fixed-share";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String layout() {
    return learner.members().stream()
        .map(Learner::codec)
        .map(codec -> codec.id() + "(" + codec.layout() + ")")
        .collect(Collectors.joining("+"));
  }

  @Override
  public MixtureState create() {
    List<Learner<Object>> members = learner.members();
    Object[] states = members.stream().map(member -> member.codec().create()).toArray();
    double[] trust = new double[states.length];
    Arrays.fill(trust, 1.0 / states.length);
    return new MixtureState(states, trust, learner.schema().target().outputs());
  }

  @Override
  public void write(MixtureState state, DataOutput out) throws IOException {
    for (int m = 0; m < state.members.length; m++) {
      StateCodec<Object> codec = learner.members().get(m).codec();
      out.writeDouble(state.trust[m]);
      out.writeInt(codec.version());
      codec.write(state.members[m], out);
    }
  }

  @Override
  public MixtureState read(DataInput in, int written) throws IOException {
    if (written < 1 || written > version()) {
      throw new IOException(
          "%s: the state was written in version %d, this release reads versions 1 to %d; run the release that wrote it"
              .formatted(id(), written, version()));
    }
    MixtureState state = create();
    for (int m = 0; m < state.members.length; m++) {
      state.trust[m] = in.readDouble();
      state.members[m] = learner.members().get(m).codec().read(in, in.readInt());
    }
    return state;
  }

  @Override
  public MixtureState copy(MixtureState state) {
    Object[] states = new Object[state.members.length];
    for (int m = 0; m < states.length; m++) {
      states[m] = learner.members().get(m).codec().copy(state.members[m]);
    }
    return new MixtureState(states, state.trust.clone(), learner.schema().target().outputs());
  }
}
