package io.atomstreams.operators.learning;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Logistic regression by stochastic gradients with a falling step {@code 0.2 / √(1 + n / 500)},
 * which predicts by the mean of its weights over some last 20,000 examples (Polyak, Juditsky 1992):
 * the smallest learner that keeps to the contract and takes examples back.
 */
final class LogisticFixture implements Learner<LogisticFixture.State> {

  private static final long serialVersionUID = 1;

  private final Schema schema;

  static final class State {
    /** One per attribute, then the intercept: the mean, by which it predicts. */
    double[] weights;

    private double[] latest;

    private long learned;
  }

  LogisticFixture(Schema schema) {
    this.schema = schema;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public boolean retracts() {
    return true;
  }

  @Override
  public void predict(State state, double[] row, double[] out) {
    out[1] = probability(state.weights, row);
    out[0] = 1 - out[1];
  }

  private static double probability(double[] weights, double[] row) {
    double sum = weights[row.length];
    for (int i = 0; i < row.length; i++) {
      sum += weights[i] * row[i];
    }
    return 1 / (1 + Math.exp(-sum));
  }

  @Override
  public void learn(State state, double[] row, double target, double weight) {
    double step = 0.2 / Math.sqrt(1 + state.learned++ / 500.0);
    double pull = step * weight * (target - probability(state.latest, row));
    double share = 1.0 / Math.min(state.learned, 20_000);
    for (int i = 0; i < state.latest.length; i++) {
      state.latest[i] += pull * (i < row.length ? row[i] : 1);
      state.weights[i] += share * (state.latest[i] - state.weights[i]);
    }
  }

  @Override
  public long memoryBytes(State state) {
    return 16L * state.weights.length + 60;
  }

  @Override
  public StateCodec<State> codec() {
    return new Codec(schema.width() + 1);
  }

  private record Codec(int size) implements StateCodec<State> {

    @Override
    public String id() {
      return "logistic-fixture";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public State create() {
      State state = new State();
      state.weights = new double[size];
      state.latest = new double[size];
      return state;
    }

    @Override
    public void write(State state, DataOutput out) throws IOException {
      out.writeLong(state.learned);
      for (int i = 0; i < size; i++) {
        out.writeDouble(state.weights[i]);
        out.writeDouble(state.latest[i]);
      }
    }

    @Override
    public State read(DataInput in, int version) throws IOException {
      State state = create();
      state.learned = in.readLong();
      for (int i = 0; i < size; i++) {
        state.weights[i] = in.readDouble();
        state.latest[i] = in.readDouble();
      }
      return state;
    }

    @Override
    public State copy(State state) {
      State copy = new State();
      copy.weights = state.weights.clone();
      copy.latest = state.latest.clone();
      copy.learned = state.learned;
      return copy;
    }
  }
}
