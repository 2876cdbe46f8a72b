package io.atomstreams.model.training;

import io.atomstreams.model.network.WeightSpec;
import io.atomstreams.model.network.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Weights of one fully connected layer: {@code outputs = inputs · kernel + bias}. Immutable.
 * Weights begin as He's uniform distribution, {@code ±sqrt(6 / inputs)}, biases at 0.
 */
public final class DenseLayer {

  private final int inputs;
  private final int outputs;
  private final float[] kernel;
  private final float[] bias;

  DenseLayer(int inputs, int outputs, float[] kernel, float[] bias) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.kernel = kernel.clone();
    this.bias = bias.clone();
  }

  /** Layers from their kernels and biases, in turn. */
  static List<DenseLayer> of(Weights weights) {
    List<DenseLayer> layers = new ArrayList<>();
    for (int i = 0; i < weights.specs().size(); i += 2) {
      WeightSpec kernel = weights.specs().get(i);
      WeightSpec bias = weights.specs().get(i + 1);
      layers.add(
          new DenseLayer(
              kernel.shape().get(0),
              kernel.shape().get(1),
              weights.values(kernel.name()),
              weights.values(bias.name())));
    }
    return layers;
  }

  static DenseLayer initial(int inputs, int outputs, CounterRandom random) {
    float[] kernel = new float[inputs * outputs];
    double limit = Math.sqrt(6.0 / inputs);
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) ((2 * random.uniform(i) - 1) * limit);
    }
    return new DenseLayer(inputs, outputs, kernel, new float[outputs]);
  }

  public int inputs() {
    return inputs;
  }

  public int outputs() {
    return outputs;
  }

  /** Row-major, inputs × outputs. A copy. */
  public float[] kernel() {
    return kernel.clone();
  }

  /** One per output. A copy. */
  public float[] bias() {
    return bias.clone();
  }

  /** One row through the layer, summed in double precision. */
  double[] forward(double[] row) {
    double[] result = new double[outputs];
    for (int out = 0; out < outputs; out++) {
      double sum = bias[out];
      for (int in = 0; in < inputs; in++) {
        sum += row[in] * kernel[in * outputs + out];
      }
      result[out] = sum;
    }
    return result;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DenseLayer layer
        && inputs == layer.inputs
        && outputs == layer.outputs
        && Arrays.equals(kernel, layer.kernel)
        && Arrays.equals(bias, layer.bias);
  }

  @Override
  public int hashCode() {
    return Objects.hash(inputs, outputs, Arrays.hashCode(kernel), Arrays.hashCode(bias));
  }
}
