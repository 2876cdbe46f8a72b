package io.atomstreams.model.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest.Artifact;
import io.atomstreams.model.registry.ModelManifest.Metric;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry as the first release wrote it, stored in {@code registry-of-release-1}. */
class EarlierManifestTest {

  private static final ModelRef REF = new ModelRef("purchase_30d", 1);

  @TempDir Path temp;

  private static Path stored() throws URISyntaxException {
    return Path.of(EarlierManifestTest.class.getResource("/registry-of-release-1").toURI());
  }

  private static ModelRegistry registry(Path root, Path cache) {
    return new ModelRegistry(
        new DirectoryFiles(root),
        new ArtifactCache(cache, Long.MAX_VALUE),
        Trust.ANYBODY,
        ArtifactLimits.DEFAULT);
  }

  @Test
  void readsFormatOneWhereItLies() throws Exception {
    ModelRegistry registry = registry(stored(), temp);

    try (StoredModel opened = registry.open(REF)) {
      ModelManifest manifest = opened.manifest();
      assertThat(registry.list()).containsExactly(REF);
      assertThat(manifest.formatVersion()).isEqualTo(2);
      assertThat(manifest.features()).hasSize(24);
      assertThat(manifest.artifacts()).extracting(Artifact::path).containsExactly("saved_model.pb");
      assertThat(manifest.golden().vectors()).hasSize(32);
      assertThat(manifest.golden().vectors().get(0).results()).containsExactly(0.3533581f);
      assertThat(manifest.lineage().seed()).isEqualTo(7);
      assertThat(manifest.metrics())
          .contains(
              new Metric(
                  "auc",
                  0.7143121190956951,
                  0.7080375706488166,
                  "logistic regression",
                  "test, 3754 rows, 2106 positive"));
      assertThat(manifest.data().get(0).rows()).isEqualTo(8870);
      assertThat(opened.artifacts().resolve("saved_model.pb")).exists();
    }
  }

  @Test
  void addsVersionsToAnEarlierRegistryInTheNewLayout() throws Exception {
    copy(stored().resolve("purchase_30d/1"), temp.resolve("registry/purchase_30d/1"));
    ModelRegistry registry = registry(temp.resolve("registry"), temp.resolve("cache"));
    ModelManifest old = registry.manifest(REF);

    ModelRef next = registry.next("purchase_30d");
    registry.register(
        new ManifestDraft(next, old.engine(), old.signature(), old.baseRate())
            .withGolden(old.golden()),
        temp.resolve("registry/purchase_30d/1/model"));

    assertThat(registry.versions("purchase_30d")).containsExactly(1, 2);
    assertThat(registry.manifest(next).digest()).isEqualTo(old.digest());
    registry.open(next).close();
  }

  @Test
  void refusesAFormatFromTheFuture() {
    byte[] json = "{\"formatVersion\": 3, \"name\": \"churn\"}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> ManifestJson.read(json, "manifest.json"))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "manifest.json has formatVersion 3; this release reads 1 (without the key) and 2");
  }

  @Test
  void writesWhatItReads() throws Exception {
    ModelManifest manifest = registry(stored(), temp).manifest(REF);

    byte[] written = ManifestJson.write(manifest);

    assertThat(ManifestJson.read(written, "manifest.json")).isEqualTo(manifest);
    assertThat(ManifestJson.write(ManifestJson.read(written, "manifest.json"))).isEqualTo(written);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
