package io.atomstreams.model.engine.mlp;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.engine.mlp.NetworkWeights.Layer;
import io.atomstreams.model.packaging.PortableNetwork;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Networks with random weights. */
public final class MlpFixture implements EngineFixture {

  @Override
  public String engine() {
    return "mlp";
  }

  @Override
  public String file() {
    return MlpEngine.NETWORK_FILE;
  }

  @Override
  public boolean namesItsArrays() {
    return false;
  }

  @Override
  public EngineSample write(int columns, long seed, Path artifacts) {
    TrainedNetwork network =
        TinyNetworks.random(TinyNetworks.features(columns), List.of(32, 16), seed);
    PortableNetwork.write(network, artifacts);
    return EngineSample.of(network);
  }

  @Override
  public List<Shape> shapes() {
    return List.of(
        new Shape(
            "three classes of tanh units",
            (seed, artifacts) ->
                write(seed, artifacts, Activation.TANH, Activation.SOFTMAX, Kind.PROBABILITY)),
        new Shape(
            "three values of sigmoid units, two inputs",
            (seed, artifacts) ->
                write(seed, artifacts, Activation.SIGMOID, Activation.IDENTITY, Kind.VALUE)));
  }

  /** 6 inputs in two arrays, 7 units, 3 outputs. */
  private static EngineSample write(
      long seed, Path artifacts, Activation hidden, Activation last, Kind kind) {
    float[] kernels = TinyNetworks.smallRows(1, 6 * 7 + 7 * 3, seed);
    float[] biases = TinyNetworks.smallRows(1, 10, seed + 1);
    Layer first = new Layer(6, 7, hidden, Arrays.copyOf(kernels, 42), Arrays.copyOf(biases, 7));
    Layer second =
        new Layer(
            7, 3, last, Arrays.copyOfRange(kernels, 42, 63), Arrays.copyOfRange(biases, 7, 10));
    float[] ones = {1, 1, 1, 1, 1, 1};
    NetworkWeights weights =
        new NetworkWeights(
            TinyNetworks.features(6), false, new float[6], ones, List.of(first, second));
    try {
      Files.createDirectories(artifacts);
      Files.writeString(artifacts.resolve(MlpEngine.NETWORK_FILE), weights.toJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ModelSignature signature =
        new ModelSignature(
            List.of(TensorSpec.floatRows("left", 2), TensorSpec.floatRows("right", 4)),
            List.of(TensorSpec.floatRows("out", 3)),
            TinyNetworks.features(6),
            new Score("out", 1, kind));
    return new EngineSample(
        signature, row -> layer(second, layer(first, EngineSample.doubles(row))));
  }

  private static double[] layer(Layer layer, double[] values) {
    double[] sums = new double[layer.outputs()];
    for (int out = 0; out < sums.length; out++) {
      sums[out] = layer.bias()[out];
      for (int in = 0; in < values.length; in++) {
        sums[out] += values[in] * layer.kernel()[in * sums.length + out];
      }
    }
    double total = Arrays.stream(sums).map(Math::exp).sum();
    return Arrays.stream(sums)
        .map(
            sum ->
                switch (layer.activation()) {
                  case IDENTITY -> sum;
                  case RELU -> Math.max(0, sum);
                  case TANH -> Math.tanh(sum);
                  case SIGMOID -> 1 / (1 + Math.exp(-sum));
                  case SOFTMAX -> Math.exp(sum) / total;
                })
        .toArray();
  }
}
