package io.atomstreams.model.onnx;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.network.Operations;
import io.atomstreams.model.network.Operations.Binary;
import io.atomstreams.model.network.Operations.Unary;
import io.atomstreams.model.network.Weights;
import java.util.List;

/**
 * Fully connected layers over raw columns as an ONNX file, computed in double precision: linear
 * models and small networks for places without this platform.
 *
 * <p>A raw value {@code x} of column {@code i} becomes {@code z = (t(x) − meanᵢ) / scaleᵢ}, 0 where
 * it is {@code NaN}, at most {@code clip} either way, with {@code t(x) = sign(x) · ln(1 + |x|)} or
 * {@code x}; then each layer computes {@code activation(z · kernel + bias)}.
 *
 * @param signedLog which {@code t}
 * @param mean one a column
 * @param scale one a column
 * @param clip 0 for no such bound
 * @param layers one or more, each taking what the one before gives
 */
public record OnnxDense(
    boolean signedLog, double[] mean, double[] scale, double clip, List<Layer> layers) {

  /** What a layer's sums go through. */
  public enum Activation {
    IDENTITY,
    RELU,
    TANH,
    SIGMOID,
    SOFTMAX,
    EXP
  }

  /**
   * A layer.
   *
   * @param kernel row-major, inputs × outputs
   * @param bias one per output
   */
  public record Layer(Activation activation, double[] kernel, double[] bias) {}

  public OnnxDense {
    layers = List.copyOf(layers);
    int width = mean.length;
    if (scale.length != width || layers.isEmpty()) {
      throw new ModelException(
          "dense layers: %d means, %d scales and %d layers"
              .formatted(width, scale.length, layers.size()));
    }
    for (Layer layer : layers) {
      if (layer.kernel().length != width * layer.bias().length) {
        throw new ModelException(
            "dense layers: a kernel of %d values lies between %d and %d units"
                .formatted(layer.kernel().length, width, layer.bias().length));
      }
      width = layer.bias().length;
    }
  }

  /** Without a bound. */
  public OnnxDense(boolean signedLog, double[] mean, double[] scale, List<Layer> layers) {
    this(signedLog, mean, scale, 0, layers);
  }

  /**
   * The file's bytes.
   *
   * @param input [-1, columns]
   * @param output as many values a row as the last layer has units
   */
  public byte[] bytes(TensorSpec input, TensorSpec output) {
    OnnxGraph graph = new OnnxGraph("dense");
    graph.input(input);
    OnnxOperations ops = new OnnxOperations(graph, new Weights(List.of(), List.of()));
    OnnxOperations.Value values = new OnnxOperations.Value(input.name(), input.type());
    values = standardised(ops, ops.cast(values, ElementType.FLOAT64));
    int width = mean.length;
    for (Layer layer : layers) {
      int units = layer.bias().length;
      OnnxOperations.Value kernel =
          ops.constant(ElementType.FLOAT64, List.of(width, units), layer.kernel());
      OnnxOperations.Value bias =
          ops.constant(ElementType.FLOAT64, List.of(1, units), layer.bias());
      values = activated(ops, ops.add(ops.matMul(values, kernel), bias), layer.activation());
      width = units;
    }
    graph.output(output, graph.shaped(values.name(), output));
    return graph.toBytes();
  }

  private <T> T standardised(Operations<T> ops, T rows) {
    T missing = ops.unary(Unary.IS_NAN, rows);
    T transformed = rows;
    if (signedLog) {
      T size = ops.unary(Unary.LOG1P, ops.unary(Unary.ABS, rows));
      transformed = ops.multiply(ops.unary(Unary.SIGN, rows), size);
    }
    List<Integer> columns = List.of(1, mean.length);
    T centred = ops.subtract(transformed, ops.constant(ElementType.FLOAT64, columns, mean));
    T standardised = ops.divide(centred, ops.constant(ElementType.FLOAT64, columns, scale));
    if (clip > 0) {
      T most = ops.constant(ElementType.FLOAT64, List.of(), clip);
      T least = ops.constant(ElementType.FLOAT64, List.of(), -clip);
      standardised =
          ops.binary(Binary.MAXIMUM, least, ops.binary(Binary.MINIMUM, most, standardised));
    }
    T zero = ops.constant(ElementType.FLOAT64, List.of(), 0);
    return ops.select(missing, zero, standardised);
  }

  private static <T> T activated(Operations<T> ops, T sums, Activation activation) {
    return switch (activation) {
      case IDENTITY -> sums;
      case RELU -> ops.relu(sums);
      case TANH -> ops.tanh(sums);
      case SIGMOID -> ops.sigmoid(sums);
      case SOFTMAX -> ops.softmax(sums);
      case EXP -> ops.unary(Unary.EXP, sums);
    };
  }
}
