package io.atomstreams.operators.learning.linear;

import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.learning.encoding.DoubleArrays;
import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** 8 bytes for each coordinate, 24 for each number, and the calibration. */
final class AlmaCodec extends LearnedCodec<AlmaState> {

  static final String ID = "alma";

  private static final long serialVersionUID = 1;

  private final Alma learner;

  AlmaCodec(Alma learner) {
    super(ID, 1);
    this.learner = learner;
  }

  private AlmaState state(OnlineScaler scaler, double[] weights, double[] calibration) {
    return new AlmaState(scaler, weights, calibration, learner.encoder().newRow());
  }

  @Override
  public AlmaState create() {
    return state(
        learner.encoder().newScaler(), new double[learner.encoder().width()], Alma.uncalibrated());
  }

  @Override
  public void write(AlmaState state, DataOutput out) throws IOException {
    Varint.writeUnsigned(out, state.corrections);
    state.scaler.write(out);
    DoubleArrays.write(state.weights, out);
    DoubleArrays.write(state.calibration, out);
  }

  @Override
  protected AlmaState readState(DataInput in, int written) throws IOException {
    long corrections = Varint.readUnsigned(in);
    OnlineScaler scaler = OnlineScaler.read(ID, learner.encoder().columns(), in);
    double[] weights = DoubleArrays.read(ID, learner.encoder().width(), in);
    double[] calibration = DoubleArrays.read(ID, Alma.uncalibrated().length, in);
    AlmaState state = state(scaler, weights, calibration);
    state.corrections = corrections;
    return state;
  }

  @Override
  public AlmaState copy(AlmaState state) {
    AlmaState copy = state(state.scaler.copy(), state.weights.clone(), state.calibration.clone());
    copy.corrections = state.corrections;
    return copy;
  }
}
