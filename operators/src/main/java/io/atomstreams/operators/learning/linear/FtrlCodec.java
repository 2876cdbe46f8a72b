package io.atomstreams.operators.learning.linear;

import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.learning.encoding.DoubleArrays;
import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.learning.encoding.TargetMoments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** 16 bytes for each sum and coordinate, 24 for each number, and what the targets are like. */
final class FtrlCodec extends LearnedCodec<FtrlState> {

  private static final long serialVersionUID = 1;

  private final Ftrl learner;

  FtrlCodec(String id, Ftrl learner) {
    super(id, 1);
    this.learner = learner;
  }

  private int size() {
    return learner.loss().sums() * learner.encoder().width();
  }

  @Override
  public FtrlState create() {
    return state(
        learner.encoder().newScaler(),
        new TargetMoments(learner.schema().target()),
        new double[size()],
        new double[size()],
        0);
  }

  private FtrlState state(
      OnlineScaler scaler, TargetMoments moments, double[] z, double[] n, double examples) {
    FtrlState state = new FtrlState(scaler, moments, z, n, learner);
    state.examples = examples;
    return learner.refresh(state);
  }

  @Override
  public void write(FtrlState state, DataOutput out) throws IOException {
    out.writeDouble(state.examples);
    state.scaler.write(out);
    state.moments.write(out);
    DoubleArrays.write(state.z, out);
    DoubleArrays.write(state.n, out);
  }

  @Override
  protected FtrlState readState(DataInput in, int written) throws IOException {
    double examples = in.readDouble();
    OnlineScaler scaler = OnlineScaler.read(id(), learner.encoder().columns(), in);
    TargetMoments moments = TargetMoments.read(id(), learner.schema().target(), in);
    double[] z = DoubleArrays.read(id(), size(), in);
    return state(scaler, moments, z, DoubleArrays.read(id(), size(), in), examples);
  }

  @Override
  public FtrlState copy(FtrlState state) {
    return state(
        state.scaler.copy(),
        state.moments.copy(),
        state.z.clone(),
        state.n.clone(),
        state.examples);
  }
}
