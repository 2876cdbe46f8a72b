package io.atomstreams.model.engine;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.ensemble.EnsembleFixture;
import io.atomstreams.model.engine.flinkml.FlinkMlFixture;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.packaging.PortableNetwork;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
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
public record EngineFixture(ModelSignature signature, Formula formula) {

  public static EngineFixture write(String engine, int columns, Path artifacts) {
    return write(engine, columns, 5, artifacts);
  }

  public static EngineFixture write(String engine, int columns, long seed, Path artifacts) {
    List<String> features = TinyNetworks.features(columns);
    if (engine.equals("ensemble")) {
      return EnsembleFixture.write(features, seed, artifacts);
    }
    if (engine.equals("flinkml")) {
      return FlinkMlFixture.write(features, seed, artifacts);
    }
    List<Integer> hidden = engine.equals("linear") ? List.of() : List.of(32, 16);
    TrainedNetwork network = TinyNetworks.random(features, hidden, seed);
    switch (engine) {
      case "tensorflow" -> network.exportSavedModel(artifacts);
      case "linear" -> writeLinear(network, artifacts);
      case "mlp" -> PortableNetwork.write(network, artifacts);
      default -> throw new AssertionError("engine " + engine + " needs a fixture");
    }
    return new EngineFixture(
        ModelSignature.probability(TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, features),
        Formula.of(network));
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
    return formula.scores(rows, rowCount);
  }
}
