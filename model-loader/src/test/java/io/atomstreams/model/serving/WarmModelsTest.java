package io.atomstreams.model.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.Manifests;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmModelsTest {

  private static final ModelRef ONE = new ModelRef("churn", 1);
  private static final ModelRef TWO = new ModelRef("churn", 2);
  private static final List<String> SERVED = TinyNetworks.features(3);

  @TempDir Path temp;
  private final SharedModels models = new SharedModels();
  private StoredModels stored;
  private WarmModels warm;

  @BeforeEach
  void noneIsReady() {
    stored = new StoredModels(temp);
    warm = new WarmModels(stored.registry, models);
  }

  @AfterEach
  void everyModelIsClosedInTheEnd() {
    warm.close();
    assertThat(models.openModels()).isZero();
  }

  private void refused(ThrowingCallable call, String... reason) {
    assertThatThrownBy(call).isInstanceOf(ModelException.class).hasMessageContainingAll(reason);
    assertThat(warm.ready()).isEmpty();
    assertThat(models.openModels()).isZero();
  }

  @Test
  void severalVersionsAreReadySideBySide() {
    stored.save("churn@1", "linear", 3, 1);
    stored.save("churn@2", "linear", 3, 2);

    ServedModel one = warm.warm(ONE, SERVED);
    ServedModel two = warm.warm(TWO, SERVED);

    assertThat(warm.warm(ONE, SERVED)).isSameAs(one);
    assertThat(warm.find(TWO)).containsSame(two);
    assertThat(two.versionText()).isEqualTo("churn@2");
    assertThat(models.openModels()).isEqualTo(2);
  }

  @Test
  void thoseThatAreLetGoAreClosed() {
    String gone = stored.save("churn@1", "linear", 3, 1).digest();
    stored.save("churn@2", "linear", 3, 2);
    warm.warm(ONE, SERVED);
    warm.warm(TWO, SERVED);

    warm.keepOnly(Set.of(TWO));

    assertThat(warm.ready()).containsExactly(TWO);
    assertThat(models.leases(gone)).isZero();
  }

  @Test
  void bindsAModelToItsOwnFeaturesAmongThoseServed() {
    ModelManifest manifest = stored.save("churn@1", "linear", 3, 1);
    ServedModel served = warm.warm(ONE, List.of("f2", "added_later", "f0", "f1"));
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
  void whatDoesNotFitIsRefusedAndLeavesNoTrace() {
    stored.save("churn@1", "linear", 5, 1);
    stored.save("churn@2", "linear", 3, 2, 0.01f);

    refused(() -> warm.warm(ONE, SERVED), "churn@1", "missing: f3, f4");
    refused(() -> warm.warm(TWO, SERVED), "churn@2: golden vector 0 scored");
    refused(() -> warm.warm(new ModelRef("churn", 9), SERVED), "no version 9");
    refused(() -> warm.warm(new ModelRef("chorn", 1), SERVED), "did you mean churn?");
  }

  @Test
  void aVersionWithoutItsFilesIsRefused() throws IOException {
    String file = stored.save("churn@1", "linear", 3, 1).artifacts().get(0).sha256();
    Files.delete(temp.resolve("models/blobs/sha256").resolve(file));

    refused(() -> warm.warm(ONE, SERVED), "churn@1", file);
  }

  @Test
  void aModelThatCannotBeTestedIsRefused() {
    ModelManifest good = stored.save("churn@1", "linear", 3, 1);
    stored.registry.register(
        Manifests.draft(TWO, "linear", good.features(), new Golden(0, List.of())),
        temp.resolve("artifacts/churn@1"));

    refused(() -> warm.warm(TWO, SERVED), "churn@2: it has no golden vectors");
  }

  @Test
  void anEngineThatDoesNotExistIsRefused() {
    ModelManifest good = stored.save("churn@1", "linear", 3, 1);
    stored.registry.register(
        Manifests.draft(TWO, "linaer", good.features(), good.golden()),
        temp.resolve("artifacts/churn@1"));

    refused(() -> warm.warm(TWO, SERVED), "linaer is no engine; did you mean linear?");
  }

  @Test
  void scorersShareOneCopy() {
    stored.save("churn@1", "tensorflow", 3, 1);
    warm.warm(ONE, SERVED);

    try (WarmModels second = new WarmModels(stored.registry, models)) {
      ServedModel served = second.warm(ONE, TinyNetworks.features(4));
      assertThat(models.openModels()).isEqualTo(1);
      warm.close();
      float[] out = new float[1];
      served.score(new float[3], 1, out);
      assertThat(out[0]).isBetween(0f, 1f);
    }
  }

  @Test
  void nothingIsMadeReadyOnceClosed() {
    stored.save("churn@1", "linear", 3, 1);
    warm.close();
    warm.close();

    refused(() -> warm.warm(ONE, SERVED), "its scorer was closed");
  }
}
