package io.atomstreams.model.registry;

import io.atomstreams.model.FeatureListHash;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.registry.ModelManifest.Artifact;
import io.atomstreams.model.registry.ModelManifest.Lineage;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelManifest.Period;
import java.time.Instant;
import java.util.List;

/**
 * Format 1, which had no {@code formatVersion}: one float matrix in, one probability a row out, and
 * the figures of one trainer. Kept for reading only.
 */
record EarlierManifest(
    String name,
    int version,
    String engine,
    List<String> features,
    String featuresHash,
    String inputTensor,
    String outputTensor,
    List<Artifact> artifacts,
    double baseRate,
    TrainedOn trainedOn,
    Training training,
    Metrics metrics,
    Golden golden) {

  private static final String DIRECTORY = "model/";

  record TrainedOn(Instant from, Instant to) {}

  record Training(String command, long seed) {}

  record Metrics(
      double auc,
      double logLoss,
      double baseRateLogLoss,
      double logisticRegressionAuc,
      double logisticRegressionLogLoss,
      Rows train,
      Rows validation,
      Rows test) {}

  record Rows(int rows, int positives) {}

  record Golden(float tolerance, List<Vector> vectors) {}

  record Vector(List<Float> inputs, float expected) {}

  ModelManifest current() {
    ModelRef ref = new ModelRef(name, version);
    String hash = FeatureListHash.of(features);
    if (!hash.equals(featuresHash)) {
      throw new ModelException(
          "model %s: the manifest's features hash to %s, it states %s; the list was edited, train and save a new version"
              .formatted(ref, hash, featuresHash));
    }
    return new ManifestDraft(
            ref, engine, ModelSignature.probability(inputTensor, outputTensor, features), baseRate)
        .withMetrics(figures())
        .withData(
            List.of(
                new Period(
                    "train",
                    trainedOn.from(),
                    trainedOn.to(),
                    metrics.train().rows(),
                    metrics.train().positives())))
        .withLineage(new Lineage("", training.command(), training.seed(), "", "", ""))
        .withGolden(
            new ModelManifest.Golden(
                golden.tolerance(),
                golden.vectors().stream()
                    .map(
                        vector ->
                            new ModelManifest.GoldenVector(
                                vector.inputs(), List.of(vector.expected())))
                    .toList()))
        .manifest(artifacts.stream().map(EarlierManifest::below).toList());
  }

  private List<Metric> figures() {
    String on =
        "test, %d rows, %d positive".formatted(metrics.test().rows(), metrics.test().positives());
    return List.of(
        new Metric(
            "auc", metrics.auc(), metrics.logisticRegressionAuc(), "logistic regression", on),
        new Metric(
            "log_loss",
            metrics.logLoss(),
            metrics.logisticRegressionLogLoss(),
            "logistic regression",
            on),
        new Metric("log_loss", metrics.logLoss(), metrics.baseRateLogLoss(), "base rate", on));
  }

  /** Paths began with the directory the files lay in. */
  private static Artifact below(Artifact artifact) {
    String path = artifact.path();
    return path.startsWith(DIRECTORY)
        ? new Artifact(path.substring(DIRECTORY.length()), artifact.bytes(), artifact.sha256())
        : artifact;
  }
}
