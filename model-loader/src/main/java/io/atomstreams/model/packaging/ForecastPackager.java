package io.atomstreams.model.packaging;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.registry.DirectoryTree;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import io.atomstreams.model.registry.ModelManifest.Lineage;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelManifest.Period;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.training.Examples;
import io.atomstreams.model.training.ForecastRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Packs a forecaster: its SavedModel, the same network as ONNX, and a manifest with its error
 * beside that of the seasonal naive forecast.
 */
public final class ForecastPackager {

  private static final String ENGINE = "tensorflow";
  private static final String BASELINE = "seasonal naive";
  private static final String TOOL = "ATOM Streams NetworkTrainer";
  private static final int GOLDEN_VECTORS = 32;

  /** Of the largest result: forecasts have the size of their series. */
  private static final float GOLDEN_TOLERANCE = 1e-5f;

  private final ModelRegistry registry;

  public ForecastPackager(ModelRegistry registry) {
    this.registry = registry;
  }

  /**
   * Packs {@code run} as the next version of {@code name}.
   *
   * @param command what a person runs to make this model again, for the manifest
   * @return the manifest as saved
   */
  public ModelManifest packNext(String name, ForecastRun run, String command) {
    ModelRef ref = registry.next(name);
    Path exported = null;
    try {
      exported = Files.createTempDirectory("atom-model-");
      run.trained().exportSavedModel(exported);
      PortableFiles.write(run.trained().network(), exported);
      return registry.register(manifest(ref, run, command), exported);
    } catch (IOException e) {
      throw new ModelException("model " + ref + ": cannot pack: " + e, e);
    } finally {
      deleteQuietly(exported);
    }
  }

  private static ManifestDraft manifest(ModelRef ref, ForecastRun run, String command) {
    long seed = run.plan().options().seed();
    return new ManifestDraft(
            ref, ENGINE, run.trained().network().signature(), mean(run.train().targets()))
        .withMetrics(metrics(run))
        .withData(
            List.of(
                period("train", run.train()),
                period("validation", run.validation()),
                period("test", run.test())))
        .withLineage(new Lineage("", command, seed, "", RowDigest.of(run.train()), TOOL))
        .withGolden(golden(run));
  }

  private static List<Metric> metrics(ForecastRun run) {
    return List.of(
        new Metric("wape", run.accuracy().wape(), run.naive().wape(), BASELINE, "test"),
        new Metric("mae", run.accuracy().mae(), run.naive().mae(), BASELINE, "test"),
        new Metric("bias", run.accuracy().bias(), run.naive().bias(), BASELINE, "test"));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static Period period(String use, Examples set) {
    long first = IntStream.range(0, set.count()).mapToLong(set::timestamp).min().orElseThrow();
    long last = IntStream.range(0, set.count()).mapToLong(set::timestamp).max().orElseThrow();
    return new Period(use, Instant.ofEpochMilli(first), Instant.ofEpochMilli(last), set.count(), 0);
  }

  private static Golden golden(ForecastRun run) {
    int count = run.test().count();
    int[] chosen =
        IntStream.range(0, GOLDEN_VECTORS)
            .map(i -> (int) ((long) i * count / GOLDEN_VECTORS))
            .toArray();
    Examples rows = run.test().subset(chosen);
    Map<String, double[]> results = run.trained().results(rows);
    ModelSignature signature = run.trained().network().signature();
    List<GoldenVector> vectors = new ArrayList<>();
    float largest = 1;
    for (int row = 0; row < chosen.length; row++) {
      List<Float> expected = new ArrayList<>();
      for (TensorSpec output : signature.outputs()) {
        for (int i = 0; i < output.width(); i++) {
          float value = (float) results.get(output.name())[row * output.width() + i];
          largest = Math.max(largest, Math.abs(value));
          expected.add(value);
        }
      }
      vectors.add(new GoldenVector(row(rows, row), expected));
    }
    return new Golden(GOLDEN_TOLERANCE * largest, vectors);
  }

  private static List<Float> row(Examples rows, int row) {
    int width = rows.features().size();
    float[] values = rows.rows();
    List<Float> list = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      list.add(values[row * width + i]);
    }
    return list;
  }

  private static void deleteQuietly(Path directory) {
    if (directory == null) {
      return;
    }
    try {
      DirectoryTree.delete(directory);
    } catch (IOException e) {
      directory.toFile().deleteOnExit();
    }
  }
}
