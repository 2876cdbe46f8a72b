package io.atomstreams.operators.learning.dynamic;

import io.atomstreams.operators.learning.LearnedCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** {@link DynamicState} as bytes; of each covariance the lower triangle. */
final class DynamicCodec extends LearnedCodec<DynamicState> {

  private static final long serialVersionUID = 1L;

  private final DynamicLogistic learner;

  DynamicCodec(DynamicLogistic learner) {
    super("learning.dynamic-logistic", 1);
    this.learner = learner;
  }

  @Override
  public String layout() {
    return learner.layout();
  }

  @Override
  public DynamicState create() {
    return learner.begin();
  }

  @Override
  public void write(DynamicState state, DataOutput out) throws IOException {
    state.means.write(out);
    for (double trust : state.trust) {
      out.writeDouble(trust);
    }
    for (Posterior[] ofRate : state.posteriors) {
      for (Posterior posterior : ofRate) {
        posterior.write(out);
      }
    }
  }

  @Override
  protected DynamicState readState(DataInput in, int written) throws IOException {
    DynamicState state = create();
    state.means.read(in);
    for (int r = 0; r < state.trust.length; r++) {
      state.trust[r] = in.readDouble();
    }
    for (Posterior[] ofRate : state.posteriors) {
      for (Posterior posterior : ofRate) {
        posterior.read(in);
      }
    }
    return state;
  }

  @Override
  public DynamicState copy(DynamicState state) {
    DynamicState copy = create();
    copy.set(state);
    return copy;
  }
}
