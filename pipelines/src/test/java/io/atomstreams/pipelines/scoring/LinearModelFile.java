package io.atomstreams.pipelines.scoring;

import io.atomstreams.model.FeatureListHash;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.registry.ModelDirectory;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import io.atomstreams.model.registry.ModelManifest.Metrics;
import io.atomstreams.model.registry.ModelManifest.Period;
import io.atomstreams.model.registry.ModelManifest.Rows;
import io.atomstreams.model.registry.ModelManifest.Training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
    return new ModelRef(config.model(), version);
  }

  /** What makes a saved version what it computes. */
  static String digest(ScoringConfig config, ModelRef model) {
    return new ModelDirectory(Path.of(config.serving().models())).manifest(model).digest();
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
      new ModelDirectory(models).save(manifest(config.model(), version, features), artifacts);
      return config.withModels(models.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelManifest manifest(String name, int version, List<String> features) {
    float ofZeros = (float) (1 / (1 + Math.exp(0.25)));
    return new ModelManifest(
        name,
        version,
        "linear",
        features,
        FeatureListHash.of(features),
        "rows",
        "probability",
        List.of(),
        0.4,
        new Period(Instant.EPOCH, Instant.EPOCH),
        new Training("written by a test", 0),
        new Metrics(0.5, 0.7, 0.7, 0.5, 0.7, new Rows(1, 0), new Rows(1, 0), new Rows(1, 0)),
        new Golden(
            1e-6f, List.of(new GoldenVector(Collections.nCopies(features.size(), 0f), ofZeros))));
  }
}
