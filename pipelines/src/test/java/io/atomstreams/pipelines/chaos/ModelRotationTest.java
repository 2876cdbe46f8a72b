package io.atomstreams.pipelines.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRotationTest {

  private static final Path SHIPPED = Path.of("..", "testdata", "models");
  private static final String NAME = "purchase_30d";

  @TempDir private Path directory;

  @Test
  void copiesScoreAlikeAndAreNotTheSameModel() {
    Scenery.copy(SHIPPED, directory);
    ModelRegistry registry = ModelRegistry.at(directory);
    List<ModelRef> versions = ModelRotation.versions(registry, NAME);

    assertThat(versions).hasSize(3).containsExactlyElementsOf(registry.list());
    List<ModelManifest> manifests = versions.stream().map(registry::manifest).toList();
    assertThat(manifests).extracting(ModelManifest::digest).doesNotHaveDuplicates();
    assertThat(manifests).extracting(ModelManifest::golden).containsOnly(manifests.get(0).golden());
    assertThat(ModelRotation.versions(registry, NAME)).isEqualTo(versions);
    versions.forEach(version -> registry.open(version).close());
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> ModelRotation.versions(ModelRegistry.at(directory), NAME))
        .hasMessageContaining("no model purchase_30d");
  }
}
