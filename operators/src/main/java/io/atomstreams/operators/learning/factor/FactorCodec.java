package io.atomstreams.operators.learning.factor;

import io.atomstreams.operators.learning.LearnedCodec;
import io.atomstreams.operators.learning.encoding.DoubleArrays;
import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.learning.encoding.TargetMoments;
import io.atomstreams.operators.state.CounterRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** 16 bytes for each weight and factor of a coordinate, 24 for each number. */
final class FactorCodec extends LearnedCodec<FactorState> {

  static final String ID = "fm";

  private static final long serialVersionUID = 1;

  private final FactorizationMachine learner;

  FactorCodec(FactorizationMachine learner) {
    super(ID, 1);
    this.learner = learner;
  }

  private int size() {
    return learner.encoder().width() * (1 + learner.options().factors());
  }

  /** Factors begin at random: at 0 they would stay there. */
  @Override
  public FactorState create() {
    CounterRandom random = new CounterRandom(CounterRandom.mix(learner.options().seed()));
    double[] weights = new double[size()];
    double width = 2 * learner.options().spread() * Math.sqrt(3);
    for (int i = learner.encoder().width(); i < weights.length; i++) {
      weights[i] = (random.nextDouble() - 0.5) * width;
    }
    return new FactorState(
        learner.encoder().newScaler(),
        new TargetMoments(learner.schema().target()),
        weights,
        new double[size()],
        learner);
  }

  @Override
  public void write(FactorState state, DataOutput out) throws IOException {
    state.scaler.write(out);
    state.moments.write(out);
    DoubleArrays.write(state.weights, out);
    DoubleArrays.write(state.squares, out);
  }

  @Override
  protected FactorState readState(DataInput in, int written) throws IOException {
    OnlineScaler scaler = OnlineScaler.read(ID, learner.encoder().columns(), in);
    TargetMoments moments = TargetMoments.read(ID, learner.schema().target(), in);
    double[] weights = DoubleArrays.read(ID, size(), in);
    return new FactorState(scaler, moments, weights, DoubleArrays.read(ID, size(), in), learner);
  }

  @Override
  public FactorState copy(FactorState state) {
    return new FactorState(
        state.scaler.copy(),
        state.moments.copy(),
        state.weights.clone(),
        state.squares.clone(),
        learner);
  }
}
