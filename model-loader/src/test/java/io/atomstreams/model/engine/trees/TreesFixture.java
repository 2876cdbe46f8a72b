package io.atomstreams.model.engine.trees;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.training.TrainedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Random trees, followed one by one as their description says. */
public final class TreesFixture implements EngineFixture {

  @Override
  public String engine() {
    return "trees";
  }

  @Override
  public String file() {
    return TreesEngine.TREES_FILE;
  }

  @Override
  public boolean namesItsArrays() {
    return false;
  }

  @Override
  public EngineSample write(int columns, long seed, Path artifacts) {
    List<String> features = RandomTrees.features(columns);
    return sample(
        ModelSignature.probability(TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, features),
        RandomTrees.ensemble(features, EnsembleLink.LOGIT, 1, 20, 5, seed),
        artifacts);
  }

  @Override
  public List<Shape> shapes() {
    return List.of(
        new Shape(
            "three classes",
            (seed, artifacts) -> write(EnsembleLink.SOFTMAX, 3, Kind.PROBABILITY, seed, artifacts)),
        new Shape(
            "a value",
            (seed, artifacts) -> write(EnsembleLink.IDENTITY, 1, Kind.VALUE, seed, artifacts)));
  }

  private static EngineSample write(
      EnsembleLink link, int outputs, Kind kind, long seed, Path artifacts) {
    List<String> features = RandomTrees.features(6);
    ModelSignature signature =
        new ModelSignature(
            List.of(TensorSpec.floatRows("features", 6)),
            List.of(TensorSpec.floatRows("out", outputs)),
            features,
            new Score("out", outputs - 1, kind));
    return sample(signature, RandomTrees.ensemble(features, link, outputs, 18, 4, seed), artifacts);
  }

  private static EngineSample sample(
      ModelSignature signature, TreeEnsemble ensemble, Path artifacts) {
    try {
      Files.createDirectories(artifacts);
      Files.writeString(artifacts.resolve(TreesEngine.TREES_FILE), ensemble.toJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new EngineSample(signature, row -> RandomTrees.outputs(ensemble, row));
  }
}
