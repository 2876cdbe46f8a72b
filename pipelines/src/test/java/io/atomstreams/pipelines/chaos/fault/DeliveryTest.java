package io.atomstreams.pipelines.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ArtifactCache;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.Trust;
import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.model.serving.SharedModels;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The versions that faults bring are as bad or as slow as they are said to be, and no worse. */
class DeliveryTest {

  private static final Path SHIPPED = Path.of("..", "flink-conf", "pipelines", "scoring.yaml");
  private static final ModelRef FIRST = new ModelRef("purchase_30d", 1);

  @TempDir private Path directory;
  private List<String> served;
  private Delivery delivery;

  @BeforeEach
  void begin() {
    served = ScoringConfig.read(SHIPPED).features().names();
    delivery = new Delivery(directory.resolve("models"), directory.resolve("models-kept"));
  }

  @ParameterizedTest
  @EnumSource(BadVersion.class)
  void eachBadVersionIsRefusedForWhatIsWrongWithIt(BadVersion bad) {
    ModelManifest manifest = delivery.store(bad.parcel(FIRST, served, 0.5));
    if (bad == BadVersion.DAMAGED) {
      assertThat(delivery.refusal(FIRST, served)).isEmpty();
      delivery.damage(manifest);
    }

    assertThat(delivery.refusal(FIRST, served).orElse("")).contains(bad.reason());
    assertThat(delivery.next(FIRST.name())).isEqualTo(new ModelRef(FIRST.name(), 2));
  }

  @Test
  void onlyTheJobsCopyIsDamaged() {
    delivery.damage(delivery.store(BadVersion.DAMAGED.parcel(FIRST, served, 0.25)));

    try (WarmModels models = models("models-kept")) {
      assertThat(models.warm(FIRST, served).ref()).isEqualTo(FIRST);
    }
    try (WarmModels models = models("models")) {
      Assertions.assertThatThrownBy(() -> models.warm(FIRST, served))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(BadVersion.DAMAGED.reason());
    }
  }

  @Test
  void theUnusableVersionPassesEveryCheckAndFailsOnSomeRowsOnly() {
    delivery.register(BadVersion.unusable(FIRST, served), BadVersion.harmlessRows(served.size()));
    assertThat(delivery.refusal(FIRST, served)).isEmpty();
    float[] rows = new float[3 * served.size()];
    Arrays.fill(rows, 0, served.size(), 1_500);
    Arrays.fill(rows, served.size(), 2 * served.size(), 4_500);
    Arrays.fill(rows, 2 * served.size(), rows.length, 9_000);

    try (WarmModels models = models("models")) {
      assertThat(scores(models.warm(FIRST, served), rows, 3))
          .containsExactly(0.5f, 1.5f, Float.NaN);
    }
  }

  @Test
  void theSlowVersionIsSlowAndSaysTheSameWhateverTheBatch() {
    delivery.register(SlowModel.parcel(FIRST, served), BadVersion.harmlessRows(served.size()));
    int count = 37;
    float[] rows = new float[count * served.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % 11 == 0 ? Float.NaN : (i * 7919) % 1_000;
    }

    try (WarmModels models = models("models")) {
      ServedModel slow = models.warm(FIRST, served);
      long start = System.nanoTime();
      float[] together = scores(slow, rows, count);
      long nanos = System.nanoTime() - start;
      assertThat(nanos / count).as("ns a row").isGreaterThan(70_000);
      assertThat(together).doesNotContain(Float.NaN);
      for (int row = 0; row < count; row++) {
        float[] alone = Arrays.copyOfRange(rows, row * served.size(), (row + 1) * served.size());
        assertThat(scores(slow, alone, 1)[0]).isEqualTo(together[row]);
      }
      assertThat(together[0]).isNotEqualTo(together[1]);
    }
  }

  private static float[] scores(ServedModel model, float[] rows, int count) {
    float[] out = new float[count];
    model.score(rows, count, out);
    return out;
  }

  private WarmModels models(String registry) {
    ModelRegistry files =
        ModelStores.open(
            directory.resolve(registry).toString(),
            Trust.ANYBODY,
            new ArtifactCache(directory.resolve("cache-" + registry), Long.MAX_VALUE));
    return new WarmModels(files, new SharedModels());
  }
}
