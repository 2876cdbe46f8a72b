package io.atomstreams.model.engine.linear;

import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Logistic regressions with random weights. */
public final class LinearFixture implements EngineFixture {

  @Override
  public String engine() {
    return "linear";
  }

  @Override
  public String file() {
    return LinearEngine.WEIGHTS_FILE;
  }

  @Override
  public boolean namesItsArrays() {
    return false;
  }

  @Override
  public EngineSample write(int columns, long seed, Path artifacts) {
    TrainedNetwork network = TinyNetworks.random(TinyNetworks.features(columns), List.of(), seed);
    float[] kernel = network.layers().get(0).kernel();
    LinearWeights weights =
        new LinearWeights(
            network.features(),
            true,
            doubles(network.standardisation().mean()),
            doubles(network.standardisation().scale()),
            IntStream.range(0, kernel.length).mapToObj(i -> (double) kernel[i]).toList(),
            network.layers().get(0).bias()[0]);
    try {
      Files.createDirectories(artifacts);
      Files.writeString(artifacts.resolve(LinearEngine.WEIGHTS_FILE), weights.toJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return EngineSample.of(network);
  }

  private static List<Double> doubles(List<Float> values) {
    return values.stream().map(Float::doubleValue).toList();
  }
}
