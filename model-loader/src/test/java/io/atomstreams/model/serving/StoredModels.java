package io.atomstreams.model.serving;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.registry.ArtifactCache;
import io.atomstreams.model.registry.ArtifactLimits;
import io.atomstreams.model.registry.DirectoryFiles;
import io.atomstreams.model.registry.Manifests;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.Trust;
import io.atomstreams.model.training.TinyNetworks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Saves small models with random weights, complete with golden vectors. */
final class StoredModels {

  static final int GOLDEN_ROWS = 16;

  private final Path temp;
  final ModelRegistry registry;

  StoredModels(Path temp) {
    this.temp = temp;
    this.registry = registry(temp);
  }

  static ModelRegistry registry(Path temp) {
    return new ModelRegistry(
        new DirectoryFiles(temp.resolve("models")),
        new ArtifactCache(temp.resolve("cache"), Long.MAX_VALUE),
        Trust.ANYBODY,
        ArtifactLimits.DEFAULT);
  }

  /** The features are f0 … f{columns − 1}. */
  ModelManifest save(String ref, String engine, int columns, long seed) {
    return save(ref, engine, columns, seed, 0f);
  }

  /** Golden scores off by {@code error}: a model that fails its self test. */
  ModelManifest save(String ref, String engine, int columns, long seed, float error) {
    Path artifacts = temp.resolve("artifacts").resolve(ref);
    EngineFixture fixture = EngineFixture.write(engine, columns, seed, artifacts);
    float[] rows = TinyNetworks.rows(GOLDEN_ROWS, columns, seed);
    float[] scores = new float[GOLDEN_ROWS];
    try (Model model =
        Engines.byName(engine).open(ModelRef.parse(ref), fixture.signature(), artifacts)) {
      model.score(rows, GOLDEN_ROWS, scores);
    }
    List<GoldenVector> vectors = new ArrayList<>();
    for (int row = 0; row < GOLDEN_ROWS; row++) {
      List<Float> inputs = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        inputs.add(rows[row * columns + column]);
      }
      vectors.add(new GoldenVector(inputs, List.of(scores[row] + error)));
    }
    return registry.register(
        Manifests.draft(
            ModelRef.parse(ref), engine, fixture.signature(), new Golden(1e-5f, vectors)),
        artifacts);
  }
}
