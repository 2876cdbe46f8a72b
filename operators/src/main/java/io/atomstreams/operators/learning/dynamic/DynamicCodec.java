package io.atomstreams.operators.learning.dynamic;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** {@link DynamicState} as bytes; of each covariance the lower triangle. */
final class DynamicCodec implements StateCodec<DynamicState> {

  private static final long serialVersionUID = 1L;

  private final DynamicLogistic learner;

  DynamicCodec(DynamicLogistic learner) {
    this.learner = learner;
  }

  @Override
  public String id() {
    return "learning.dynamic-logistic";
  }

  @Override
  public int version() {
    return 1;
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
  public DynamicState read(DataInput in, int written) throws IOException {
    if (written < 1 || written > version()) {
      throw new IOException(
          "%s: the state was written in version %d, this release reads versions 1 to %d; run the release that wrote it"
              .formatted(id(), written, version()));
    }
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
