package io.atomstreams.model.engine;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import io.atomstreams.model.training.TrainingSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One small model per engine, with random weights, and the plain formula it must agree with. An
 * engine without a line here fails the contract tests.
 */
public record EngineFixture(ModelSignature signature, TrainedNetwork formula) {

  public static EngineFixture write(String engine, int columns, Path artifacts) {
    return write(engine, columns, 5, artifacts);
  }

  public static EngineFixture write(String engine, int columns, long seed, Path artifacts) {
    List<String> features = TinyNetworks.features(columns);
    List<Integer> hidden = engine.equals("tensorflow") ? List.of(32, 16) : List.of();
    TrainedNetwork network = TinyNetworks.random(features, hidden, seed);
    switch (engine) {
      case "tensorflow" -> network.exportSavedModel(artifacts);
      case "linear" -> writeLinear(network, artifacts);
      default -> throw new AssertionError("engine " + engine + " needs a fixture");
    }
    return new EngineFixture(
        ModelSignature.probability(TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, features), network);
  }

  private static void writeLinear(TrainedNetwork network, Path artifacts) {
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
  }

  private static List<Double> doubles(List<Float> values) {
    return values.stream().map(Float::doubleValue).toList();
  }

  /** What the rows must score. */
  public float[] expected(float[] rows, int rowCount) {
    return formula.predict(
        new TrainingSet(formula.features(), rows, new boolean[rowCount], new long[rowCount]));
  }
}
