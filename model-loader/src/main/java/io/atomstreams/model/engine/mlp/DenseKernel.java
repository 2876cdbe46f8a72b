package io.atomstreams.model.engine.mlp;

/**
 * One layer's sums, row by row. Each unit's sum begins with its bias and takes the inputs in their
 * order, one rounding each, whatever else is in the batch; the loop over the units is what the
 * compiler turns into vector instructions. Four inputs a pass, so that a sum is loaded and stored a
 * quarter as often.
 */
final class DenseKernel {

  private static final int STEP = 4;

  private final int inputs;
  private final int outputs;
  private final Activation activation;
  private final float[] kernel;
  private final float[] bias;

  DenseKernel(NetworkWeights.Layer layer) {
    this.inputs = layer.inputs();
    this.outputs = layer.outputs();
    this.activation = layer.activation();
    this.kernel = layer.kernel().clone();
    this.bias = layer.bias().clone();
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  Activation activation() {
    return activation;
  }

  /** The weight from an input to a unit. */
  float weight(int input, int output) {
    return kernel[input * outputs + output];
  }

  /** The sums of {@code count} rows, not yet activated. */
  void sums(float[] from, int count, float[] to) {
    if (outputs == 1) {
      for (int row = 0; row < count; row++) {
        to[row] = dot(from, row * inputs);
      }
      return;
    }
    for (int row = 0; row < count; row++) {
      System.arraycopy(bias, 0, to, row * outputs, outputs);
      int in = 0;
      for (; in + STEP <= inputs; in += STEP) {
        addFour(from, row * inputs + in, in * outputs, to, row * outputs);
      }
      for (; in < inputs; in++) {
        addOne(from[row * inputs + in], in * outputs, to, row * outputs);
      }
    }
  }

  private float dot(float[] from, int start) {
    float sum = bias[0];
    for (int in = 0; in < inputs; in++) {
      sum += from[start + in] * kernel[in];
    }
    return sum;
  }

  private void addFour(float[] from, int at, int weights, float[] to, int start) {
    float a = from[at];
    float b = from[at + 1];
    float c = from[at + 2];
    float d = from[at + 3];
    int second = weights + outputs;
    int third = second + outputs;
    int fourth = third + outputs;
    for (int out = 0; out < outputs; out++) {
      float sum = to[start + out] + a * kernel[weights + out];
      sum += b * kernel[second + out];
      sum += c * kernel[third + out];
      to[start + out] = sum + d * kernel[fourth + out];
    }
  }

  private void addOne(float a, int weights, float[] to, int start) {
    for (int out = 0; out < outputs; out++) {
      to[start + out] += a * kernel[weights + out];
    }
  }

  /** Activates {@code count} rows of sums, in place. */
  void activate(float[] values, int count) {
    if (activation == Activation.SOFTMAX) {
      for (int row = 0; row < count; row++) {
        activation.apply(values, row * outputs, outputs);
      }
    } else {
      activation.apply(values, 0, count * outputs);
    }
  }
}
