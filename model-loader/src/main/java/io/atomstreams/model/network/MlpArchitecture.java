package io.atomstreams.model.network;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.network.WeightSpec.Start;
import java.util.ArrayList;
import java.util.List;

/**
 * Fully connected layers with {@code max(0, ·)} between them. Axes behind the batch are flattened.
 *
 * @param hidden units of each hidden layer; none gives a linear model
 */
public record MlpArchitecture(TensorSpec input, List<Integer> hidden, int outputs)
    implements Architecture {

  static final String NAME = "mlp";

  public MlpArchitecture {
    hidden = List.copyOf(hidden);
    Architecture.require(
        hidden.stream().allMatch(units -> units >= 1), NAME, "hidden", hidden, "1 or more each");
    Architecture.require(outputs >= 1, NAME, "outputs", outputs, "1 or more");
  }

  /** 32 and 16 hidden units. */
  static MlpArchitecture small(TensorSpec input, int outputs) {
    return new MlpArchitecture(input, List.of(32, 16), outputs);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Layers, the last one included. */
  int layers() {
    return hidden.size() + 1;
  }

  static String layer(int number) {
    return "dense_" + number;
  }

  @Override
  public List<WeightSpec> weights() {
    List<WeightSpec> weights = new ArrayList<>();
    int inputs = input.width();
    for (int i = 0; i < layers(); i++) {
      int units = i < hidden.size() ? hidden.get(i) : outputs;
      weights.add(WeightSpec.kernel(layer(i), inputs, units, Start.HE));
      weights.add(WeightSpec.bias(layer(i), units));
      inputs = units;
    }
    return List.copyOf(weights);
  }

  @Override
  public <T> T forward(Operations<T> ops, T rows) {
    T values = input.shape().size() == 2 ? rows : ops.reshape(rows, -1, input.width());
    for (int i = 0; i < layers(); i++) {
      values = ops.dense(values, layer(i));
      if (i < hidden.size()) {
        values = ops.relu(values);
      }
    }
    return values;
  }
}
