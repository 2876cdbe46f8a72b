package io.atomstreams.model.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.explain.Background;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.StoredModel;
import io.atomstreams.model.training.MlpTrainer;
import io.atomstreams.model.training.SyntheticShop;
import io.atomstreams.model.training.TimeSplit;
import io.atomstreams.model.training.TrainingRun;
import io.atomstreams.model.training.TrainingSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedBackgroundTest {

  @TempDir Path root;

  @Test
  void travelsWithTheModel() {
    TrainingSet set = SyntheticShop.rows(1000, 7);
    TrainingRun run =
        TrainingRun.run(
            set,
            TimeSplit.byShares(set, 0.6, 0.2, Duration.ofMinutes(10)),
            new MlpTrainer.Options(List.of(4), 5e-3f, 1e-5f, 256, 2, 2, 42),
            MlpTrainer.Progress.SILENT);
    ModelRegistry registry = ModelRegistry.at(root);
    ModelManifest manifest = new ModelPackager(registry).packNext("purchase", run, "train");

    Background background;
    try (StoredModel stored = registry.open(manifest.ref())) {
      background =
          Background.read(manifest.ref(), manifest.features(), stored.artifacts()).orElseThrow();
    }

    TrainingSet train = run.periods().train();
    assertThat(background.rows()).hasSize(Background.MOST_ROWS);
    for (int column = 0; column < train.featureCount(); column++) {
      assertThat(background.rows().get(0).get(column)).isEqualTo(train.value(0, column));
      assertThat(background.rows().get(31).get(column))
          .isEqualTo(train.value(31 * train.rowCount() / 32, column));
    }
  }
}
