package io.atomstreams.model.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.network.ForecastObjective;
import io.atomstreams.model.network.ForecastObjective.Cost;
import io.atomstreams.model.onnx.OnnxRun;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.StoredModel;
import io.atomstreams.model.training.ForecastRun;
import io.atomstreams.model.training.ForecastRun.Plan;
import io.atomstreams.model.training.ForecastSet;
import io.atomstreams.model.training.ForecastWindow;
import io.atomstreams.model.training.Series;
import io.atomstreams.model.training.TrainingOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastPackagerTest {

  private static final long DAY = 86_400_000L;

  @TempDir Path root;

  @Test
  void keepsTheErrorBesideTheSeasonalNaiveOneAndResultsThatTheFilesGive() throws Exception {
    long[] days = new long[120];
    float[] values = new float[120];
    for (int day = 0; day < 120; day++) {
      days[day] = day * DAY;
      values[day] = 1000 + 200 * (day % 7) + (day * 37) % 50;
    }
    ForecastWindow window = new ForecastWindow(14, 2, 7);
    ForecastSet set = new ForecastSet(window, List.of(new Series("shop", days, values)));
    Plan plan =
        new Plan(
            "lstm",
            new ForecastObjective(2, Cost.HUBER),
            70 * DAY,
            95 * DAY,
            new TrainingOptions(5e-3f, 0, 5, 16, 2, 2, 3));
    ForecastRun run = ForecastRun.run(window, set, plan, epoch -> {});
    ModelRegistry registry = ModelRegistry.at(root);

    new ForecastPackager(registry).packNext("revenue_2d", run, "atom train-forecast");

    ModelManifest manifest = registry.manifest(new ModelRef("revenue_2d", 1));
    assertThat(manifest.metrics())
        .contains(
            new Metric(
                "wape", run.accuracy().wape(), run.naive().wape(), "seasonal naive", "test"));
    assertThat(manifest.signature()).isEqualTo(run.trained().network().signature());
    assertThat(manifest.lineage().seed()).isEqualTo(3);
    assertThat(manifest.baseRate()).isBetween(1000.0, 2500.0);
    assertThat(manifest.data().get(2).rows()).isEqualTo(run.test().count());
    try (StoredModel stored = registry.open(manifest.ref())) {
      byte[] onnx = Files.readAllBytes(stored.artifacts().resolve("model.onnx"));
      for (GoldenVector vector : manifest.golden().vectors()) {
        float[] row = new float[14];
        for (int i = 0; i < row.length; i++) {
          row[i] = vector.inputs().get(i);
        }
        double[] forecast = OnnxRun.of(onnx, window.input(), row, 1).get("forecast");
        for (int ahead = 0; ahead < 2; ahead++) {
          assertThat((double) vector.results().get(ahead))
              .isCloseTo(forecast[ahead], within((double) manifest.golden().tolerance()));
        }
      }
    }
  }
}
