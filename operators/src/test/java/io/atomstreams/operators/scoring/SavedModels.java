package io.atomstreams.operators.scoring;

import io.atomstreams.model.FeatureListHash;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.registry.ModelDirectory;
import io.atomstreams.model.registry.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Small linear models for tests of what serves them. */
public final class SavedModels {

  private static final List<String> MODEL_FEATURES = List.of("gap", "orders");

  private SavedModels() {}

  /** Saves the next version of {@code linear_30d}, of the features gap and orders. */
  public static ModelManifest save(Path models, double intercept) throws IOException {
    LinearWeights weights =
        new LinearWeights(
            MODEL_FEATURES,
            true,
            List.of(1.0, 0.5),
            List.of(2.0, 1.5),
            List.of(-0.75, 1.25),
            intercept);
    Path draft = Files.createTempDirectory(models, "draft");
    Files.writeString(draft.resolve(LinearEngine.WEIGHTS_FILE), weights.toJson());
    ModelDirectory directory = new ModelDirectory(models);
    int version = directory.latest("linear_30d").map(ModelRef::version).orElse(0) + 1;
    ModelRef ref = new ModelRef("linear_30d", version);
    ModelSignature signature = ModelSignature.probability("x", "p", MODEL_FEATURES);
    float[] golden = new float[1];
    try (Model model = Engines.byName("linear").open(ref, signature, draft)) {
      model.score(new float[] {1, 2}, 1, golden);
    }
    return directory.save(
        new ModelManifest(
            ref.name(),
            ref.version(),
            "linear",
            MODEL_FEATURES,
            FeatureListHash.of(MODEL_FEATURES),
            "x",
            "p",
            List.of(),
            0.25,
            new ModelManifest.Period(Instant.EPOCH, Instant.EPOCH),
            new ModelManifest.Training("none", 1),
            new ModelManifest.Metrics(
                0.5,
                0.7,
                0.7,
                0.5,
                0.7,
                new ModelManifest.Rows(1, 1),
                new ModelManifest.Rows(1, 1),
                new ModelManifest.Rows(1, 1)),
            new ModelManifest.Golden(
                1e-6f, List.of(new ModelManifest.GoldenVector(List.of(1f, 2f), golden[0])))),
        draft);
  }
}
