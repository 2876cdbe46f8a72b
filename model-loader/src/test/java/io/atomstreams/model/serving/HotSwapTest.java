package io.atomstreams.model.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.training.TinyNetworks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two scoring threads, as two subtasks are, each with its slot over the same shared models, swap
 * 200 times in all between a TensorFlow and a linear model. Every swap tests the golden vectors and
 * every round scores them again.
 */
class HotSwapTest {

  private static final int COLUMNS = 6;
  private static final int SWAPS_PER_THREAD = 100;

  @TempDir Path temp;

  @Test
  void swapsTwoHundredTimesUnderLoadWithoutAnErrorOrAModelLeftOpen() throws Exception {
    StoredModels stored = new StoredModels(temp);
    List<ModelManifest> versions =
        List.of(
            stored.save("churn@1", "tensorflow", COLUMNS, 1),
            stored.save("churn@2", "linear", COLUMNS, 2),
            stored.save("churn@3", "tensorflow", COLUMNS, 3));
    SharedModels models = new SharedModels();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> scorers =
          threads.invokeAll(
              Stream.of(0, 1).map(first -> scorer(stored, models, versions, first)).toList());
      for (Future<Integer> scorer : scorers) {
        assertThat(scorer.get()).isEqualTo(SWAPS_PER_THREAD);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(models.openModels()).isZero();
    versions.forEach(version -> assertThat(models.leases(version.digest())).isZero());
  }

  private static Callable<Integer> scorer(
      StoredModels stored, SharedModels models, List<ModelManifest> versions, int first) {
    return () -> {
      int swaps = 0;
      List<String> served = new ArrayList<>(TinyNetworks.features(COLUMNS));
      try (ModelSlot slot = new ModelSlot(stored.registry, "churn", served, models)) {
        for (int round = 0; round < SWAPS_PER_THREAD; round++) {
          int version = (first + round) % versions.size();
          swaps += slot.swapTo(new ModelRef("churn", version + 1)).swapped() ? 1 : 0;
          assertThat(slot.reason()).isEmpty();
          assertThat(models.leases(versions.get(version).digest())).isBetween(1, 2);
          requireGolden(slot.serving().orElseThrow(), versions.get(version));
        }
      }
      return swaps;
    };
  }

  private static void requireGolden(ServedModel served, ModelManifest manifest) {
    int rows = StoredModels.GOLDEN_ROWS;
    float[] batch = new float[rows * COLUMNS];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = manifest.golden().vectors().get(i / COLUMNS).inputs().get(i % COLUMNS);
    }
    float[] out = new float[rows];
    for (int repeat = 0; repeat < 20; repeat++) {
      served.score(batch, rows, out);
      for (int row = 0; row < rows; row++) {
        assertThat(out[row]).isEqualTo(manifest.golden().vectors().get(row).results().get(0));
      }
    }
  }
}
