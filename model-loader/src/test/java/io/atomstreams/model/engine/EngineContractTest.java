package io.atomstreams.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.training.TinyNetworks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine in the list must keep. */
class EngineContractTest {

  private static final ModelRef REF = new ModelRef("contract", 1);
  private static final int COLUMNS = 15;
  private static final int ROWS = 600;
  private static final float[] BATCH = TinyNetworks.rows(ROWS, COLUMNS, 3);

  @TempDir Path artifacts;
  private final List<Model> opened = new ArrayList<>();
  private EngineFixture fixture;

  static List<ModelEngine> engines() {
    return Engines.all();
  }

  @BeforeEach
  void nothingIsOpen() {
    opened.clear();
  }

  @AfterEach
  void closeAll() {
    opened.forEach(Model::close);
  }

  private Model open(ModelEngine engine) {
    fixture = EngineFixture.write(engine.name(), COLUMNS, artifacts);
    Model model = engine.open(REF, fixture.signature(), artifacts);
    opened.add(model);
    return model;
  }

  private static float[] score(Model model, float[] rows, int count) {
    float[] out = new float[count];
    model.score(rows, count, out);
    return out;
  }

  private static float[] rows(int from, int count) {
    return Arrays.copyOfRange(BATCH, from * COLUMNS, (from + count) * COLUMNS);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void scoresWhatTheFormulaSays(ModelEngine engine) {
    Model model = open(engine);

    float[] scores = score(model, BATCH, ROWS);

    float[] expected = fixture.expected(BATCH, ROWS);
    for (int i = 0; i < ROWS; i++) {
      assertThat(scores[i]).isBetween(0f, 1f).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void givesARowTheSameBitsInEveryBatchSizeAndPlace(ModelEngine engine) {
    Model model = open(engine);
    float[] whole = score(model, BATCH, ROWS);

    for (int size : new int[] {1, 2, 3, 5, 7, 8, 13, 16, 17, 31, 64, 100, 255, 256, 257, 511}) {
      for (int from : new int[] {0, 1, 2, 3, 5, 8, 31, 64, 88}) {
        float[] part = score(model, rows(from, size), size);
        for (int i = 0; i < size; i++) {
          assertThat(Float.floatToRawIntBits(part[i]))
              .as("row %d of a batch of %d", i, size)
              .isEqualTo(Float.floatToRawIntBits(whole[from + i]));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void givesARowTheSameBitsWhateverItsNeighbours(ModelEngine engine) {
    Model model = open(engine);
    float[] alone = score(model, rows(0, 1), 1);
    float[] between = new float[3 * COLUMNS];
    Arrays.fill(between, Float.NaN);
    Arrays.fill(between, 2 * COLUMNS, 3 * COLUMNS, 1e30f);
    System.arraycopy(BATCH, 0, between, COLUMNS, COLUMNS);

    assertThat(score(model, between, 3)[1]).isEqualTo(alone[0]);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void answersWithANumberWhateverIsMissingOrExtreme(ModelEngine engine) {
    Model model = open(engine);
    for (float value : new float[] {Float.NaN, 0f, -0f, Float.MAX_VALUE, -Float.MAX_VALUE}) {
      float[] row = new float[COLUMNS];
      Arrays.fill(row, value);

      assertThat(score(model, row, 1)[0]).as("all inputs %s", value).isBetween(0f, 1f);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void refusesArraysThatAreTooShort(ModelEngine engine) {
    Model model = open(engine);

    assertThatThrownBy(() -> model.score(new float[3 * COLUMNS - 1], 3, new float[3]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("contract@1")
        .hasMessageContaining("44 values, 3 rows of 15 features need 45");
    assertThatThrownBy(() -> model.score(new float[3 * COLUMNS], 3, new float[2]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("contract@1");
    assertThatThrownBy(() -> model.score(new float[0], -1, new float[0]))
        .isInstanceOf(ModelException.class);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void leavesTheRestOfLongerArraysAlone(ModelEngine engine) {
    Model model = open(engine);
    float[] out = {9, 9, 9, 9};

    model.score(BATCH, 2, out);
    model.score(BATCH, 0, out);

    assertThat(out).containsExactly(fixtureScores(model, 2)[0], fixtureScores(model, 2)[1], 9, 9);
  }

  private static float[] fixtureScores(Model model, int count) {
    return score(model, BATCH, count);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void refusesArtifactsThatBreakTheSignature(ModelEngine engine) {
    open(engine);
    ModelSignature wider =
        ModelSignature.probability(
            fixture.signature().inputs().get(0).name(),
            fixture.signature().outputs().get(0).name(),
            TinyNetworks.features(COLUMNS + 1));

    assertThatThrownBy(() -> engine.open(REF, wider, artifacts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("contract@1");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void refusesADirectoryWithoutItsFile(ModelEngine engine) {
    EngineFixture written = EngineFixture.write(engine.name(), COLUMNS, artifacts);

    assertThatThrownBy(() -> engine.open(REF, written.signature(), artifacts.resolve("elsewhere")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("contract@1")
        .hasMessageContaining("elsewhere");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void scoresNoMoreOnceClosedAndClosesTwice(ModelEngine engine) {
    Model model = open(engine);
    model.close();
    model.close();

    assertThatThrownBy(() -> score(model, BATCH, 2))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("contract@1: scored after it was closed");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void givesConcurrentCallersTheSameBits(ModelEngine engine) throws Exception {
    Model model = open(engine);
    float[] whole = score(model, BATCH, ROWS);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> callers = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        int size = 50 + caller;
        callers.add(
            () -> {
              boolean same = true;
              for (int round = 0; round < 200; round++) {
                int from = (round * 7) % (ROWS - size);
                same &=
                    Arrays.equals(
                        score(model, rows(from, size), size),
                        Arrays.copyOfRange(whole, from, from + size));
              }
              return same;
            });
      }
      for (Future<Boolean> caller : threads.invokeAll(callers)) {
        assertThat(caller.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
