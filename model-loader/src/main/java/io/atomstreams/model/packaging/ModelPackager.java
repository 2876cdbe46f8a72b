package io.atomstreams.model.packaging;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.registry.DirectoryTree;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import io.atomstreams.model.registry.ModelManifest.Lineage;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelManifest.Period;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.SigningKey;
import io.atomstreams.model.training.Evaluation;
import io.atomstreams.model.training.TimeSplit.Periods;
import io.atomstreams.model.training.TrainedNetwork;
import io.atomstreams.model.training.TrainingRun;
import io.atomstreams.model.training.TrainingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Packs a training run: exports the network, scores golden vectors with the engine that will serve
 * it, and saves both with a manifest as a new version.
 */
public final class ModelPackager {

  private static final String ENGINE = "tensorflow";
  private static final String BASELINE = "logistic regression";
  private static final String TOOL = "ATOM Streams MlpTrainer";
  private static final int GOLDEN_VECTORS = 32;

  /**
   * Other processors may round a sum differently; on one the difference is 0. A wrong weight or a
   * swapped feature shows at 1e-3 and more.
   */
  private static final float GOLDEN_TOLERANCE = 1e-5f;

  /** The largest difference allowed between the engine's score and the network in plain Java. */
  private static final float FORWARD_TOLERANCE = 1e-5f;

  private final ModelRegistry registry;

  public ModelPackager(ModelRegistry registry) {
    this.registry = registry;
  }

  /**
   * Packs {@code run} as the next version of {@code name}.
   *
   * @param command what a person runs to make this model again, for the manifest
   * @return the manifest as saved
   * @throws ModelException if the engine's scores are not the network's
   */
  public ModelManifest packNext(String name, TrainingRun run, String command) {
    return pack(registry.next(name), run, command);
  }

  /** Packs {@code run} as {@code ref}, which must not exist; otherwise as {@link #packNext}. */
  public ModelManifest pack(ModelRef ref, TrainingRun run, String command) {
    return pack(ref, run, command, Optional.empty());
  }

  /** The same as the next version, signed by {@code key} where there is one. */
  public ModelManifest packNext(
      String name, TrainingRun run, String command, Optional<SigningKey> key) {
    return pack(registry.next(name), run, command, key);
  }

  private ModelManifest pack(
      ModelRef ref, TrainingRun run, String command, Optional<SigningKey> key) {
    Path exported = null;
    try {
      exported = Files.createTempDirectory("atom-model-");
      run.network().exportSavedModel(exported);
      TrainingBackground.of(run.periods().train()).write(exported);
      PortableFiles.write(run.network(), exported);
      Golden golden = golden(ref, run, exported);
      return registry.register(manifest(ref, run, command, golden), exported, key);
    } catch (IOException e) {
      throw new ModelException("model " + ref + ": cannot pack: " + e, e);
    } finally {
      deleteQuietly(exported);
    }
  }

  private static ManifestDraft manifest(
      ModelRef ref, TrainingRun run, String command, Golden golden) {
    Periods periods = run.periods();
    return new ManifestDraft(ref, ENGINE, signature(run), periods.train().baseRate())
        .withMetrics(metrics(run))
        .withData(
            List.of(
                period("train", periods.train()),
                period("validation", periods.validation()),
                period("test", periods.test())))
        .withLineage(
            new Lineage("", command, run.options().seed(), "", RowDigest.of(periods.train()), TOOL))
        .withGolden(golden);
  }

  private static List<Metric> metrics(TrainingRun run) {
    Evaluation baseline = run.baselineTest();
    return List.of(
        new Metric("auc", run.test().auc(), baseline.auc(), BASELINE, "test"),
        new Metric("log_loss", run.test().logLoss(), baseline.logLoss(), BASELINE, "test"),
        new Metric(
            "log_loss", run.test().logLoss(), run.baseRateTest().logLoss(), "base rate", "test"));
  }

  private static Period period(String use, TrainingSet set) {
    return new Period(use, set.from(), set.to(), set.rowCount(), set.positives());
  }

  private static ModelSignature signature(TrainingRun run) {
    return ModelSignature.probability(
        TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, run.network().features());
  }

  private static Golden golden(ModelRef ref, TrainingRun run, Path exported) {
    TrainingSet chosen = goldenRows(run.periods().test());
    float[] rows = chosen.rows();
    float[] served = new float[chosen.rowCount()];
    try (Model model = Engines.byName(ENGINE).open(ref, signature(run), exported)) {
      model.score(rows, served.length, served);
    }
    requireSame(ref, served, run.network().predict(chosen));
    List<GoldenVector> vectors = new ArrayList<>();
    for (int row = 0; row < served.length; row++) {
      List<Float> inputs = new ArrayList<>();
      for (int column = 0; column < chosen.featureCount(); column++) {
        inputs.add(chosen.value(row, column));
      }
      vectors.add(new GoldenVector(inputs, List.of(served[row])));
    }
    return new Golden(GOLDEN_TOLERANCE, vectors);
  }

  /** Rows evenly spread over the test period's; repeated if it has fewer. */
  private static TrainingSet goldenRows(TrainingSet test) {
    int[] chosen = new int[GOLDEN_VECTORS];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = (int) ((long) i * test.rowCount() / chosen.length);
    }
    return test.subset(chosen);
  }

  private static void requireSame(ModelRef ref, float[] served, float[] trained) {
    for (int i = 0; i < served.length; i++) {
      if (!(Math.abs(served[i] - trained[i]) <= FORWARD_TOLERANCE)) {
        throw new ModelException(
            "model "
                + ref
                + ": the exported model scores golden vector "
                + i
                + " with "
                + served[i]
                + ", the trained network with "
                + trained[i]
                + "; the export does not compute what was trained");
      }
    }
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
