package io.atomstreams.operators.learning.linear;

import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The triangle, 4 bytes times the coordinates squared. */
final class RlsCodec extends LearnedCodec<RlsState> {

  static final String ID = "rls";

  private static final long serialVersionUID = 1;

  private final RecursiveLeastSquares learner;

  RlsCodec(RecursiveLeastSquares learner) {
    super(ID, 1);
    this.learner = learner;
  }

  private int width() {
    return learner.encoder().width();
  }

  private RlsState state(TriangularFactor factor, long steps) {
    return new RlsState(factor, steps, width(), learner.encoder().newRow());
  }

  @Override
  public RlsState create() {
    return state(TriangularFactor.ridge(width(), learner.options().ridge()), 0);
  }

  @Override
  public void write(RlsState state, DataOutput out) throws IOException {
    Varint.writeUnsigned(out, state.steps);
    state.factor.write(out);
  }

  @Override
  protected RlsState readState(DataInput in, int written) throws IOException {
    long steps = Varint.readUnsigned(in);
    return state(TriangularFactor.read(ID, width(), in), steps);
  }

  @Override
  public RlsState copy(RlsState state) {
    return state(state.factor.copy(), state.steps);
  }
}
