package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.pipelines.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code atom bench scoring --features forty} reads. */
class FixedWorkloadTest {

  private static final Path FORTY =
      ScoringConfigTest.SHIPPED.getParent().getParent().resolve("bench").resolve("forty.yaml");

  @Test
  void hasFortyFeaturesOfCustomerAndProductTheShippedOnesFirst() {
    FeatureList forty = ScoringConfig.readFeatures(FORTY);
    ScoringConfig shipped = ScoringConfig.read(ScoringConfigTest.SHIPPED);
    List<String> names = forty.names();
    assertThat(names).hasSize(40);
    assertThat(names.subList(0, shipped.features().names().size()))
        .isEqualTo(shipped.features().names());
    assertThat(forty.kinds()).containsExactlyInAnyOrder(EntityKind.CUSTOMER, EntityKind.PRODUCT);
    assertThat(shipped.withFeatures(forty).features()).isEqualTo(forty);
  }

  @Test
  void refusesAFileWithMoreThanFeatures(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("more.yaml");
    Files.writeString(file, Files.readString(FORTY) + "\nscorer: {id: x}\n");
    assertThatThrownBy(() -> ScoringConfig.readFeatures(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("more.yaml: scorer is not an option");
  }
}
