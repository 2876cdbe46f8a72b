package io.atomstreams.operators.learning.linear;

import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The state of all keys together, then the keys in the order of their last use. */
final class KeyedCodec extends LearnedCodec<KeyedState> {

  static final String ID = "keyed-shrinkage";

  private static final long serialVersionUID = 1;

  private final KeyedShrinkage learner;

  KeyedCodec(KeyedShrinkage learner) {
    super(ID, 1);
    this.learner = learner;
  }

  private StateCodec<FtrlState> parent() {
    return learner.parent().codec();
  }

  private int sums() {
    return learner.parent().loss().sums();
  }

  private KeyedState state(FtrlState parent, KeyOffsets offsets) {
    return new KeyedState(parent, offsets, learner.schema().width() - 1);
  }

  @Override
  public KeyedState create() {
    return state(parent().create(), new KeyOffsets(sums()));
  }

  @Override
  public void write(KeyedState state, DataOutput out) throws IOException {
    parent().write(state.parent, out);
    state.offsets.write(out);
  }

  @Override
  protected KeyedState readState(DataInput in, int written) throws IOException {
    FtrlState parent = parent().read(in, 1);
    return state(parent, KeyOffsets.read(ID, sums(), in));
  }

  @Override
  public KeyedState copy(KeyedState state) {
    return state(parent().copy(state.parent), state.offsets.copy());
  }
}
