package io.atomstreams.operators.learning.pool;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.Options;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Learners small enough to be members in tests. */
final class SmallLearners {

  private SmallLearners() {}

  static Learner<?> parse(String text, Schema schema) {
    Options options = Options.parse(text);
    Learner<?> learner =
        switch (options.name()) {
          case "always" -> new Always(schema, options.number("p", 0.5));
          case "sgd" ->
              new Gradient(schema, options.number("rate", 0.1), options.number("decay", 0));
          default -> throw new IllegalArgumentException("there is no learner " + options.name());
        };
    options.requireAllTaken();
    return learner;
  }

  private record DoublesCodec(String id, int length) implements StateCodec<double[]> {

    @Override
    public int version() {
      return 1;
    }

    @Override
    public double[] create() {
      return new double[length];
    }

    @Override
    public void write(double[] state, DataOutput out) throws IOException {
      for (double each : state) {
        out.writeDouble(each);
      }
    }

    @Override
    public double[] read(DataInput in, int version) throws IOException {
      double[] state = new double[length];
      for (int i = 0; i < length; i++) {
        state[i] = in.readDouble();
      }
      return state;
    }

    @Override
    public double[] copy(double[] state) {
      return state.clone();
    }
  }

  /** Says p, or for numbers the number p, whatever comes. */
  record Always(Schema schema, double p) implements Learner<double[]> {

    @Override
    public StateCodec<double[]> codec() {
      return new DoublesCodec("always", 0);
    }

    @Override
    public void predict(double[] state, double[] row, double[] out) {
      out[0] = out.length == 1 ? p : 1 - p;
      if (out.length == 2) {
        out[1] = p;
      }
    }

    @Override
    public void learn(double[] state, double[] row, double target, double weight) {}

    @Override
    public boolean retracts() {
      return true;
    }

    @Override
    public long memoryBytes(double[] state) {
      return 16;
    }
  }

  /** Logistic regression by stochastic gradients. */
  record Gradient(Schema schema, double rate, double decay) implements Learner<double[]> {

    @Override
    public StateCodec<double[]> codec() {
      return new DoublesCodec("sgd", schema.width() + 1);
    }

    @Override
    public void predict(double[] state, double[] row, double[] out) {
      double sum = state[row.length];
      for (int i = 0; i < row.length; i++) {
        sum += state[i] * row[i];
      }
      out[1] = 1 / (1 + Math.exp(-sum));
      out[0] = 1 - out[1];
    }

    @Override
    public void learn(double[] state, double[] row, double target, double weight) {
      double[] out = new double[2];
      predict(state, row, out);
      double step = weight * rate * (target - out[1]);
      for (int i = 0; i < row.length; i++) {
        state[i] = (1 - decay) * state[i] + step * row[i];
      }
      state[row.length] += step;
    }

    @Override
    public long memoryBytes(double[] state) {
      return 16 + 8L * state.length;
    }

    @Override
    public Optional<LearnedModel> publish(double[] state) {
      List<String> names = schema.attributes().stream().map(Attribute::name).toList();
      List<Double> weights = Arrays.stream(state).boxed().toList().subList(0, names.size());
      LinearWeights linear =
          new LinearWeights(
              names,
              false,
              Collections.nCopies(names.size(), 0.0),
              Collections.nCopies(names.size(), 1.0),
              weights,
              state[names.size()]);
      return Optional.of(
          new LearnedModel(
              "linear",
              ModelSignature.probability("x", "p", names),
              Map.of(LinearEngine.WEIGHTS_FILE, linear.toJson().getBytes(StandardCharsets.UTF_8))));
    }
  }
}
