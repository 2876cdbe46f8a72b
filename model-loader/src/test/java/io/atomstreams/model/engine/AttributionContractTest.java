package io.atomstreams.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.training.TinyNetworks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine that explains itself must keep. */
class AttributionContractTest {

  private static final ModelRef REF = new ModelRef("contract", 1);
  private static final int COLUMNS = 15;
  private static final int WIDTH = COLUMNS + 1;
  private static final int ROWS = 300;
  private static final float[] BATCH = TinyNetworks.rows(ROWS, COLUMNS, 3);

  @TempDir static Path root;

  static Stream<ModelEngine> engines() {
    return EngineKind.usual().stream()
        .map(EngineKind::engine)
        .filter(AttributionContractTest::explains);
  }

  private static boolean explains(ModelEngine engine) {
    try (Model model = open(engine)) {
      return model.attribution().isPresent();
    }
  }

  private static Model open(ModelEngine engine) {
    Path artifacts = root.resolve(engine.name());
    EngineSample sample = EngineFixtures.of(engine.name()).write(COLUMNS, 5, artifacts);
    return engine.open(REF, sample.signature(), artifacts);
  }

  private static double[] explain(Attribution attribution, float[] rows, int count) {
    double[] out = new double[count * WIDTH];
    attribution.attribute(rows, count, out);
    return out;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void addsUpToTheScore(ModelEngine engine) {
    try (Model model = open(engine)) {
      Additivity.require(model, BATCH, ROWS);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void givesARowTheSameBitsInEveryBatch(ModelEngine engine) {
    try (Model model = open(engine)) {
      Attribution attribution = model.attribution().orElseThrow();
      double[] whole = explain(attribution, BATCH, ROWS);
      for (int size : new int[] {1, 2, 7, 64}) {
        for (int from = 0; from + size <= ROWS; from += 41) {
          float[] part = Arrays.copyOfRange(BATCH, from * COLUMNS, (from + size) * COLUMNS);
          assertThat(explain(attribution, part, size))
              .containsExactly(Arrays.copyOfRange(whole, from * WIDTH, (from + size) * WIDTH));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void hasTheSameBaseForAllRows(ModelEngine engine) {
    try (Model model = open(engine)) {
      double[] whole = explain(model.attribution().orElseThrow(), BATCH, ROWS);
      for (int row = 1; row < ROWS; row++) {
        assertThat(whole[row * WIDTH + COLUMNS]).isEqualTo(whole[COLUMNS]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void leavesTheRestOfLongerArraysAlone(ModelEngine engine) {
    try (Model model = open(engine)) {
      double[] out = new double[WIDTH + 2];
      Arrays.fill(out, 9);
      model.attribution().orElseThrow().attribute(BATCH, 0, out);
      assertThat(out).containsOnly(9);
      model.attribution().orElseThrow().attribute(BATCH, 1, out);
      assertThat(Arrays.copyOfRange(out, WIDTH, WIDTH + 2)).containsOnly(9);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void explainsNoMoreOnceClosed(ModelEngine engine) {
    Model model = open(engine);
    Optional<Attribution> attribution = model.attribution();
    model.close();

    assertThatThrownBy(() -> explain(attribution.orElseThrow(), BATCH, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("contract@1")
        .hasMessageContaining("closed");
  }
}
