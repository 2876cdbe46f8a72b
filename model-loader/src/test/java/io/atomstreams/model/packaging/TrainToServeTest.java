package io.atomstreams.model.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ArtifactCache;
import io.atomstreams.model.registry.ArtifactLimits;
import io.atomstreams.model.registry.DirectoryFiles;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelManifest.Period;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.Trust;
import io.atomstreams.model.serving.ModelSlot;
import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.model.serving.SharedModels;
import io.atomstreams.model.training.MlpTrainer;
import io.atomstreams.model.training.SyntheticShop;
import io.atomstreams.model.training.TimeSplit;
import io.atomstreams.model.training.TrainedNetwork.Epoch;
import io.atomstreams.model.training.TrainingRun;
import io.atomstreams.model.training.TrainingSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: rows → split → training → package → directory → slot → scores. */
class TrainToServeTest {

  private static final TrainingSet SET = SyntheticShop.rows(12_000, 7);
  private static final TimeSplit SPLIT = TimeSplit.byShares(SET, 0.6, 0.2, Duration.ofMinutes(100));
  private static final MlpTrainer.Options OPTIONS =
      new MlpTrainer.Options(List.of(16, 8), 5e-3f, 1e-5f, 256, 25, 5, 42);
  private static final List<Epoch> HEARD = new ArrayList<>();

  private static TrainingRun run;

  @TempDir Path root;

  @BeforeAll
  static void train() {
    run = TrainingRun.run(SET, SPLIT, OPTIONS, HEARD::add);
  }

  @Test
  void beatsTheLogisticRegressionAndTheBaseRateOnTheLaterPeriod() {
    assertThat(run.test().auc()).isGreaterThan(run.baselineTest().auc() + 0.05);
    assertThat(run.test().logLoss()).isLessThan(run.baselineTest().logLoss());
    assertThat(run.test().logLoss()).isLessThan(run.baseRateTest().logLoss());
    assertThat(run.baseRateTest().auc()).isEqualTo(0.5);
  }

  @Test
  void trainsTheSameWeightsTwice() {
    TrainingRun again = TrainingRun.run(SET, SPLIT, OPTIONS, MlpTrainer.Progress.SILENT);

    assertThat(again.network()).isEqualTo(run.network());
    assertThat(again.baseline()).isEqualTo(run.baseline());
  }

  @Test
  void anotherSeedTrainsOtherWeights() {
    MlpTrainer.Options other = new MlpTrainer.Options(List.of(4), 5e-3f, 0f, 256, 1, 1, 43);
    MlpTrainer.Options seed = new MlpTrainer.Options(List.of(4), 5e-3f, 0f, 256, 1, 1, 42);

    assertThat(layersOf(other)).isNotEqualTo(layersOf(seed));
  }

  private static Object layersOf(MlpTrainer.Options options) {
    return new MlpTrainer(options)
        .train(run.periods().train(), run.periods().validation(), MlpTrainer.Progress.SILENT)
        .layers();
  }

  @Test
  void stopsEarlyAndKeepsTheBestEpoch() {
    assertThat(HEARD).isEqualTo(run.network().history());
    double best = HEARD.stream().mapToDouble(Epoch::validationLoss).min().orElseThrow();
    assertThat(HEARD.get(run.network().bestEpoch() - 1).validationLoss()).isEqualTo(best);
    assertThat(HEARD.size() - run.network().bestEpoch()).isLessThanOrEqualTo(OPTIONS.patience());
  }

  @Test
  void exportsTheSameBytesTwiceAndNoVariables() throws Exception {
    run.network().exportSavedModel(root.resolve("a"));
    run.network().exportSavedModel(root.resolve("b"));

    assertThat(root.resolve("a").toFile().list()).containsExactly("saved_model.pb");
    assertThat(Files.mismatch(root.resolve("a/saved_model.pb"), root.resolve("b/saved_model.pb")))
        .isEqualTo(-1);
    assertThat(Files.size(root.resolve("a/saved_model.pb"))).isLessThan(100_000);
  }

  private ModelRegistry registry() {
    return new ModelRegistry(
        new DirectoryFiles(root.resolve("models")),
        new ArtifactCache(root.resolve("cache"), Long.MAX_VALUE),
        Trust.ANYBODY,
        ArtifactLimits.DEFAULT);
  }

  @Test
  void servesWhatWasTrained() {
    ModelRegistry registry = registry();
    ModelManifest manifest =
        new ModelPackager(registry).packNext("purchase_30d", run, "mvn test -Dtest=TrainToServe");
    SharedModels models = new SharedModels();

    try (ModelSlot slot = new ModelSlot(registry, "purchase_30d", SyntheticShop.FEATURES, models)) {
      assertThat(slot.refresh()).isEqualTo(new ModelSlot.Swap(true, ""));
      ServedModel served = slot.serving().orElseThrow();
      TrainingSet test = run.periods().test();
      float[] scores = new float[test.rowCount()];
      served.score(test.rows(), test.rowCount(), scores);

      float[] expected = run.network().predict(test);
      for (int i = 0; i < scores.length; i++) {
        assertThat(scores[i]).isCloseTo(expected[i], within(1e-5f));
      }
      assertThat(served.manifest()).isEqualTo(manifest);
      assertThat(served.versionText()).isEqualTo("purchase_30d@1");
    }
    assertThat(models.openModels()).isZero();
  }

  @Test
  void writesDownWhatAPersonNeedsToTrustAndRepeatTheModel() {
    ModelRegistry registry = registry();
    ModelPackager packager = new ModelPackager(registry);
    packager.packNext("purchase_30d", run, "atom train purchase_30d");
    packager.packNext("purchase_30d", run, "atom train purchase_30d");

    assertThat(registry.list())
        .containsExactly(new ModelRef("purchase_30d", 1), new ModelRef("purchase_30d", 2));
    ModelManifest manifest = registry.manifest(new ModelRef("purchase_30d", 2));
    assertThat(manifest.lineage().seed()).isEqualTo(42);
    assertThat(manifest.lineage().command()).isEqualTo("atom train purchase_30d");
    assertThat(manifest.lineage().dataDigest()).hasSize(64);
    assertThat(manifest.metrics())
        .contains(
            new Metric(
                "auc", run.test().auc(), run.baselineTest().auc(), "logistic regression", "test"),
            new Metric(
                "log_loss",
                run.test().logLoss(),
                run.baseRateTest().logLoss(),
                "base rate",
                "test"));
    assertThat(manifest.data())
        .extracting(Period::use, Period::rows)
        .contains(tuple("test", (long) run.periods().test().rowCount()));
    assertThat(manifest.baseRate()).isEqualTo(run.periods().train().baseRate());
    assertThat(manifest.data().get(0).to()).isEqualTo(run.periods().train().to());
    assertThat(manifest.golden().vectors()).hasSizeGreaterThanOrEqualTo(16);
    assertThat(manifest.golden().vectors().stream().flatMap(v -> v.inputs().stream()))
        .anyMatch(value -> value.isNaN());
  }
}
