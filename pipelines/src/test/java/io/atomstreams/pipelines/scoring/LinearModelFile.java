package io.atomstreams.pipelines.scoring;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.operators.flink.ModelStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A linear model in which every feature has a weight of its own, so that a score tells which vector
 * it was made from.
 */
final class LinearModelFile {

  private LinearModelFile() {}

  /** Saves version 1 of the model the settings name; returns the settings that find it. */
  static ScoringConfig save(ScoringConfig config, Path directory) {
    int columns = config.features().size();
    return save(
        config,
        directory,
        IntStream.range(0, columns).mapToObj(i -> (i % 2 == 0 ? 1 : -1) / (i + 3.0)).toList());
  }

  static ScoringConfig save(ScoringConfig config, Path directory, List<Double> weightsOfLogs) {
    return save(config, directory, 1, weightsOfLogs);
  }

  /** Saves another version beside those there are, with weights like no other's. */
  static ModelRef saveVersion(ScoringConfig config, Path directory, int version) {
    int columns = config.features().size();
    save(
        config,
        directory,
        version,
        IntStream.range(0, columns)
            .mapToObj(i -> ((i + version) % 3 == 0 ? 1 : -1) / (i + 2.0 + version))
            .toList());
    return new ModelRef(config.scorer().model(), version);
  }

  /** What makes a saved version what it computes. */
  static String digest(ScoringConfig config, ModelRef model) {
    return ModelStores.open(config.scorer().serving()).manifest(model).digest();
  }

  private static ScoringConfig save(
      ScoringConfig config, Path directory, int version, List<Double> weightsOfLogs) {
    List<String> features = config.features().names();
    int columns = features.size();
    LinearWeights weights =
        new LinearWeights(
            features,
            true,
            Collections.nCopies(columns, 0.0),
            Collections.nCopies(columns, 4.0),
            weightsOfLogs,
            -0.25);
    try {
      Path artifacts = Files.createDirectories(directory.resolve("artifacts-" + version));
      Files.writeString(artifacts.resolve(LinearEngine.WEIGHTS_FILE), weights.toJson());
      Path models = directory.resolve("models");
      ModelRegistry.at(models)
          .register(draft(new ModelRef(config.scorer().model(), version), features), artifacts);
      return config.withModels(models.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ManifestDraft draft(ModelRef ref, List<String> features) {
    float ofZeros = (float) (1 / (1 + Math.exp(0.25)));
    List<Float> zeros = Collections.nCopies(features.size(), 0f);
    return new ManifestDraft(
            ref, "linear", ModelSignature.probability("rows", "probability", features), 0.4)
        .withGolden(new Golden(1e-6f, List.of(new GoldenVector(zeros, List.of(ofZeros)))));
  }
}
