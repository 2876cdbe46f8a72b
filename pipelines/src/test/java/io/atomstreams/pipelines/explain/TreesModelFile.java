package io.atomstreams.pipelines.explain;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.engine.trees.EnsembleLink;
import io.atomstreams.model.engine.trees.Tree;
import io.atomstreams.model.engine.trees.TreeEnsemble;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelManifest.Period;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A model of two trees, for tests of what explains it. */
public final class TreesModelFile {

  private TreesModelFile() {}

  /** One question each: the first about the first feature, the second about the sixth. */
  private static TreeEnsemble trees(List<String> features) {
    return new TreeEnsemble(
        features,
        EnsembleLink.LOGIT,
        List.of(-0.5),
        List.of(stump(0, 1.5, -0.25, 0.5), stump(5, 5_000, -1, 2)));
  }

  private static Tree stump(int feature, double threshold, double low, double high) {
    return new Tree(
        0,
        new int[] {feature, -1, -1},
        new double[] {threshold, 0, 0},
        new int[] {1, -1, -1},
        new int[] {2, -1, -1},
        new boolean[] {true, false, false},
        null,
        new double[] {10, 6, 4},
        new double[] {0, low, high});
  }

  /** Saves version 1 of the model that the settings name; returns the settings that find it. */
  public static ScoringConfig save(ScoringConfig config, Path directory) throws IOException {
    List<String> features = config.features().names();
    Path artifacts = Files.createDirectories(directory.resolve("artifacts"));
    Files.writeString(artifacts.resolve("trees.json"), trees(features).toJson());
    Path models = directory.resolve("models");
    ModelRef ref = new ModelRef(config.scorer().model(), 1);
    Period training = new Period("training", Instant.EPOCH, Instant.EPOCH.plusSeconds(60), 1, 0);
    Metric auc = new Metric("auc", 0.75, 0.625, "logistic regression", "test");
    Metric logLoss = new Metric("logLoss", 0.6, 0.7, "base rate", "test");
    ModelRegistry.at(models)
        .register(
            new ManifestDraft(
                    ref, "trees", ModelSignature.probability("rows", "probability", features), 0.4)
                .withData(List.of(training))
                .withMetrics(List.of(auc, logLoss))
                .withGolden(new Golden(1e-6f, golden(ref, features, artifacts))),
            artifacts);
    return config.withModels(models.toString());
  }

  private static List<GoldenVector> golden(ModelRef ref, List<String> features, Path artifacts) {
    int columns = features.size();
    int count = 4;
    float[] rows = new float[count * columns];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % 7 * 1_000;
    }
    float[] scores = new float[count];
    try (Model model =
        Engines.byName("trees")
            .open(ref, ModelSignature.probability("rows", "probability", features), artifacts)) {
      model.score(rows, count, scores);
    }
    List<GoldenVector> golden = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      List<Float> inputs = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        inputs.add(rows[row * columns + column]);
      }
      golden.add(new GoldenVector(inputs, List.of(scores[row])));
    }
    return golden;
  }
}
