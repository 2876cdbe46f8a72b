package io.atomstreams.model.engine;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.lightgbm.LightgbmModels;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.engine.trees.EnsembleLink;
import io.atomstreams.model.engine.trees.RandomTrees;
import io.atomstreams.model.engine.trees.TreeEnsemble;
import io.atomstreams.model.engine.trees.TreesEngine;
import io.atomstreams.model.engine.xgboost.XgboostModels;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import io.atomstreams.model.training.TrainingSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One small model per engine, with random weights, and the plain formula it must agree with. An
 * engine without a line here fails the contract tests.
 */
public record EngineFixture(ModelSignature signature, Formula formula) {

  /** What rows must score, computed without the engine. */
  @FunctionalInterface
  public interface Formula {
    float[] scores(float[] rows, int rowCount);
  }

  public static EngineFixture write(String engine, int columns, Path artifacts) {
    return write(engine, columns, 5, artifacts);
  }

  public static EngineFixture write(String engine, int columns, long seed, Path artifacts) {
    List<String> features = TinyNetworks.features(columns);
    List<Integer> hidden = engine.equals("tensorflow") ? List.of(32, 16) : List.of();
    TrainedNetwork network = TinyNetworks.random(features, hidden, seed);
    Formula formula = (rows, count) -> predict(network, rows, count);
    switch (engine) {
      case "tensorflow" -> network.exportSavedModel(artifacts);
      case "linear" -> writeLinear(network, artifacts);
      case "xgboost" -> formula = writeXgboost(columns, seed, artifacts);
      case "lightgbm" -> formula = writeLightgbm(columns, seed, artifacts);
      case "trees" -> formula = writeTrees(features, seed, artifacts);
      default -> throw new AssertionError("engine " + engine + " needs a fixture");
    }
    return new EngineFixture(
        ModelSignature.probability(TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, features), formula);
  }

  private static Formula writeXgboost(int columns, long seed, Path artifacts) {
    ShopRows shop = ShopRows.of(columns, 500, seed);
    XgboostModels trained =
        XgboostModels.train(
            shop.rows(), columns, shop.classes(2), 12, Map.of("objective", "binary:logistic"));
    trained.save(artifacts);
    return trained::predict;
  }

  private static Formula writeLightgbm(int columns, long seed, Path artifacts) {
    ShopRows shop = ShopRows.of(columns, 500, seed);
    LightgbmModels trained =
        LightgbmModels.train(
            shop.rows(), columns, shop.classes(2), 12, "objective=binary", shop.features());
    trained.save(artifacts);
    return trained::predict;
  }

  private static Formula writeTrees(List<String> features, long seed, Path artifacts) {
    TreeEnsemble ensemble = RandomTrees.ensemble(features, EnsembleLink.LOGIT, 1, 20, 5, seed);
    write(artifacts, TreesEngine.TREES_FILE, ensemble.toJson());
    return (rows, count) -> {
      float[] scores = new float[count];
      for (int row = 0; row < count; row++) {
        int from = row * features.size();
        double margin =
            RandomTrees.margins(ensemble, Arrays.copyOfRange(rows, from, from + features.size()))[
                0];
        scores[row] = (float) Attribution.Link.LOGIT.inverse(margin);
      }
      return scores;
    };
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
    write(artifacts, LinearEngine.WEIGHTS_FILE, weights.toJson());
  }

  private static void write(Path artifacts, String file, String text) {
    try {
      Files.createDirectories(artifacts);
      Files.writeString(artifacts.resolve(file), text);
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

  private static float[] predict(TrainedNetwork network, float[] rows, int rowCount) {
    return network.predict(
        new TrainingSet(network.features(), rows, new boolean[rowCount], new long[rowCount]));
  }
}
