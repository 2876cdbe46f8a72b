package io.atomstreams.model.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.Manifests;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import io.atomstreams.model.serving.ModelSlot.Swap;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSlotTest {

  @TempDir Path temp;
  private final SharedModels models = new SharedModels();
  private StoredModels stored;
  private ModelSlot slot;

  @BeforeEach
  void emptySlot() {
    stored = new StoredModels(temp);
    slot = slot(TinyNetworks.features(3));
  }

  @AfterEach
  void everyModelIsClosedInTheEnd() {
    slot.close();
    assertThat(models.openModels()).isZero();
  }

  private ModelSlot slot(List<String> served) {
    return new ModelSlot(stored.registry, "churn", served, models);
  }

  private String serving() {
    return slot.serving().map(ServedModel::versionText).orElse("nothing");
  }

  @Test
  void saysWhyItIsEmpty() {
    assertThat(slot.reason()).isEqualTo("model churn has not been looked for yet");
    stored.save("chorn@1", "linear", 3, 1);

    assertThat(slot.refresh().swapped()).isFalse();

    assertThat(slot.serving()).isEmpty();
    assertThat(slot.reason()).startsWith("no model churn in ").endsWith("did you mean chorn?");
  }

  @Test
  void servesTheLatestVersion() {
    stored.save("churn@1", "linear", 3, 1);
    stored.save("churn@2", "linear", 3, 2);

    assertThat(slot.refresh()).isEqualTo(new Swap(true, ""));

    assertThat(serving()).isEqualTo("churn@2");
    assertThat(slot.reason()).isEmpty();
    assertThat(models.openModels()).isEqualTo(1);
  }

  @Test
  void swapsToANewerVersionAndClosesTheOld() {
    String old = stored.save("churn@1", "linear", 3, 1).digest();
    slot.refresh();
    assertThat(slot.refresh()).isEqualTo(new Swap(false, ""));

    stored.save("churn@2", "linear", 3, 2);
    assertThat(slot.refresh().swapped()).isTrue();

    assertThat(serving()).isEqualTo("churn@2");
    assertThat(models.leases(old)).isZero();
  }

  @Test
  void bindsAModelToItsOwnFeaturesAmongThoseServed() {
    ModelManifest manifest = stored.save("churn@1", "linear", 3, 1);
    slot = slot(List.of("f2", "added_later", "f0", "f1"));
    slot.refresh();
    ServedModel served = slot.serving().orElseThrow();
    GoldenVector golden = manifest.golden().vectors().get(0);
    float[] vector = {golden.inputs().get(2), 9, golden.inputs().get(0), golden.inputs().get(1)};
    float[] batch = new float[2 * served.featureCount()];
    float[] out = new float[2];

    served.project(vector, 0, batch, 1);
    served.score(batch, 2, out);

    assertThat(served.projection()).containsExactly(2, 3, 0);
    assertThat(out[1]).isCloseTo(golden.results().get(0), within(1e-6f));
  }

  @Test
  void servesAnOlderVersionThatFitsAndNamesWhatIsMissingForTheNewer() {
    stored.save("churn@1", "linear", 3, 1);
    stored.save("churn@2", "linear", 5, 2);

    Swap swap = slot.refresh();

    assertThat(swap.swapped()).isTrue();
    assertThat(serving()).isEqualTo("churn@1");
    assertThat(swap.reason()).isEqualTo(slot.reason()).contains("churn@2", "missing: f3, f4");
  }

  @Test
  void keepsTheOldModelWhenANewOneFailsItsSelfTest() {
    stored.save("churn@1", "linear", 3, 1);
    slot.refresh();
    stored.save("churn@2", "linear", 3, 2, 0.01f);

    assertThat(slot.refresh().swapped()).isFalse();

    assertThat(serving()).isEqualTo("churn@1");
    assertThat(slot.reason()).contains("churn@2: golden vector 0 scored");
    assertThat(models.openModels()).isEqualTo(1);
  }

  @Test
  void keepsTheOldModelWhenANewOneIsCorrupt() throws IOException {
    stored.save("churn@1", "linear", 3, 1);
    slot.refresh();
    ModelManifest bad = stored.save("churn@2", "linear", 3, 2);
    Files.delete(temp.resolve("models/blobs/sha256").resolve(bad.artifacts().get(0).sha256()));

    assertThat(slot.refresh().swapped()).isFalse();

    assertThat(serving()).isEqualTo("churn@1");
    assertThat(slot.reason()).contains("churn@2", bad.artifacts().get(0).sha256());
  }

  @Test
  void refusesAModelThatCannotBeTested() {
    ModelManifest good = stored.save("churn@1", "linear", 3, 1);
    stored.registry.register(
        Manifests.draft(
            new ModelRef("churn", 2), "linear", good.features(), new Golden(0, List.of())),
        temp.resolve("artifacts/churn@1"));

    slot.refresh();

    assertThat(serving()).isEqualTo("churn@1");
    assertThat(slot.reason()).contains("churn@2: it has no golden vectors");
  }

  @Test
  void refusesAnEngineThatDoesNotExist() {
    ModelManifest good = stored.save("churn@1", "linear", 3, 1);
    stored.registry.register(
        Manifests.draft(new ModelRef("churn", 2), "linaer", good.features(), good.golden()),
        temp.resolve("artifacts/churn@1"));

    slot.swapTo(new ModelRef("churn", 2));

    assertThat(serving()).isEqualTo("nothing");
    assertThat(slot.reason()).contains("linaer is no engine; did you mean linear?");
  }

  @Test
  void rollsBackToANamedVersion() {
    stored.save("churn@1", "linear", 3, 1);
    stored.save("churn@2", "linear", 3, 2);
    slot.refresh();

    assertThat(slot.swapTo(new ModelRef("churn", 1)).swapped()).isTrue();
    assertThat(serving()).isEqualTo("churn@1");
    assertThat(slot.swapTo(new ModelRef("churn", 1))).isEqualTo(new Swap(false, ""));
    assertThat(slot.swapTo(new ModelRef("churn", 9)).reason()).contains("no version 9");
    assertThat(slot.swapTo(new ModelRef("fraud", 1)).reason()).contains("fraud@1 does not belong");
    assertThat(serving()).isEqualTo("churn@1");
  }

  @Test
  void sharesOneCopyBetweenSlots() {
    stored.save("churn@1", "tensorflow", 3, 1);
    slot.refresh();

    try (ModelSlot second = slot(TinyNetworks.features(4))) {
      second.refresh();
      assertThat(models.openModels()).isEqualTo(1);
      slot.close();
      float[] out = new float[1];
      second.serving().orElseThrow().score(new float[3], 1, out);
      assertThat(out[0]).isBetween(0f, 1f);
    }
  }

  @Test
  void isEmptyAgainOnceClosed() {
    stored.save("churn@1", "linear", 3, 1);
    slot.refresh();

    slot.close();
    slot.close();

    assertThat(slot.serving()).isEmpty();
    assertThat(slot.reason()).isEqualTo("the slot of churn was closed");
    assertThat(slot.refresh().swapped()).isTrue();
  }
}
