package io.atomstreams.model.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundTest {

  private static final ModelRef REF = new ModelRef("churn", 1);
  private static final List<String> FEATURES = List.of("a", "b");

  @TempDir Path artifacts;

  @Test
  void comesBackFromItsFileWithWhatIsMissing() throws IOException {
    Background written =
        new Background(FEATURES, List.of(List.of(1.1f, Float.NaN), List.of(-0f, 3e30f)));
    Files.writeString(artifacts.resolve(Background.FILE), written.toJson());

    assertThat(Background.read(REF, FEATURES, artifacts)).contains(written);
  }

  @Test
  void isAbsentWithoutItsFile() {
    assertThat(Background.read(REF, FEATURES, artifacts)).isEmpty();
  }

  @Test
  void refusesOtherFeaturesAndWhatIsNoBackground() throws IOException {
    Background other = new Background(List.of("b", "a"), List.of(List.of(1f, 2f)));
    Files.writeString(artifacts.resolve(Background.FILE), other.toJson());

    assertThatThrownBy(() -> Background.read(REF, FEATURES, artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(
            "churn@1: background: it lists the features [b, a], the model [a, b]");
    Files.writeString(artifacts.resolve(Background.FILE), "{\"rows\": []}");
    assertThatThrownBy(() -> Background.read(REF, FEATURES, artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("churn@1: not a background");
  }

  @Test
  void refusesNoRowsTooManyRowsAndRowsThatDoNotFit() {
    assertThatThrownBy(() -> new Background(FEATURES, List.of()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("there are 0 rows, 1 to 32 are needed");
    assertThatThrownBy(
            () -> new Background(FEATURES, java.util.Collections.nCopies(33, List.of(1f, 2f))))
        .isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> new Background(FEATURES, List.of(List.of(1f))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("row 0 has 1 values, the feature list has 2");
    assertThatThrownBy(
            () -> new Background(FEATURES, List.of(List.of(1f, Float.POSITIVE_INFINITY))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("infinite");
  }

  @Test
  void takesRowsAtEvenDistances() {
    float[] rows = new float[200];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }

    Background spread = Background.spread(FEATURES, rows, 100);

    assertThat(spread.rows()).hasSize(32);
    assertThat(spread.rows().get(0)).containsExactly(0f, 1f);
    assertThat(spread.rows().get(16)).containsExactly(100f, 101f);
    assertThat(Background.spread(FEATURES, rows, 3).rows()).hasSize(3);
  }

  @Test
  void measuresDeviationsOverWhatIsThere() {
    Background background =
        new Background(
            TinyNetworks.features(3),
            List.of(
                List.of(1f, Float.NaN, Float.NaN),
                List.of(3f, 5f, Float.NaN),
                List.of(2f, 9f, Float.NaN)));

    assertThat(background.deviations())
        .containsExactly(
            new double[] {Math.sqrt(2 / 3.0), 2, 0}, org.assertj.core.data.Offset.offset(1e-12));
  }
}
