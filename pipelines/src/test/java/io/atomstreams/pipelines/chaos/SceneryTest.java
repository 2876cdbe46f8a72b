package io.atomstreams.pipelines.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.chaos.load.LoadEvents;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneryTest {

  private static final Path SHIPPED = Path.of("..", "flink-conf");

  @TempDir private Path directory;

  @Test
  void itsSettingsHaveTheClockOfTheLoad() {
    Path file = Scenery.settings(SHIPPED, directory.resolve("models"), directory);

    assertThat(ScoringConfig.read(file).validation().clock()).isEqualTo(LoadEvents.clock());
  }

  @Test
  void aLastingRunComparesNoModelsAndStillCountsFailures() {
    Path file = Scenery.settings(SHIPPED, directory.resolve("models"), directory);
    var shipped = ScoringConfig.read(file).scorer().serving().guardrails();
    Scenery.compareNoModels(file);
    var lasting = ScoringConfig.read(file).scorer().serving().guardrails();

    assertThat(lasting.latencyRatio()).isEqualTo(1_000);
    assertThat(lasting.scoreShift()).isEqualTo(1_000);
    assertThat(lasting.failureRate()).isEqualTo(shipped.failureRate());
  }

  @Test
  void refusesSettingsWhoseClockItCannotSet() throws Exception {
    Path conf = Files.createDirectories(directory.resolve("conf").resolve("pipelines"));
    String shipped = Files.readString(SHIPPED.resolve("pipelines").resolve("scoring.yaml"));
    Files.writeString(conf.resolve("scoring.yaml"), shipped.replace("  clock:", "  # clock:"));

    assertThatThrownBy(() -> Scenery.settings(conf.getParent(), directory, directory))
        .hasMessageContaining("validation.clock");
  }
}
