package io.atomstreams.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a model of every engine in the list must keep, of every shape the engine runs. */
class EngineContractTest {

  private static final String KINDS = "io.atomstreams.model.engine.EngineKind#all";
  private static final String USUAL = "io.atomstreams.model.engine.EngineKind#usual";
  private static final int ROWS = 600;

  @TempDir Path artifacts;
  private Model model;
  private EngineSample sample;
  private float[] batch;
  private int columns;
  private int width;

  private void open(EngineKind kind) {
    sample = kind.write(artifacts);
    model = kind.open(sample, artifacts);
    batch = kind.rows(sample, ROWS);
    columns = sample.signature().featureCount();
    width = sample.signature().outputWidth();
  }

  @AfterEach
  void close() {
    if (model != null) {
      model.close();
    }
  }

  private float[] score(int from, int count) {
    return EngineKind.score(model, EngineKind.slice(batch, columns, from, count), count);
  }

  @ParameterizedTest
  @MethodSource(KINDS)
  void scoresWhatTheFormulaSays(EngineKind kind) {
    open(kind);

    float[] results = score(0, ROWS);

    float[] expected = sample.expected(batch, ROWS);
    for (int i = 0; i < results.length; i++) {
      assertThat(results[i])
          .as("row %d, %s", i / width, sample.signature().resultNames().get(i % width))
          .isCloseTo(expected[i], within(1e-5f * (1 + Math.abs(expected[i]))));
    }
  }

  @ParameterizedTest
  @MethodSource(KINDS)
  void givesARowTheSameBitsInEveryBatchSizeAndPlace(EngineKind kind) {
    open(kind);
    float[] whole = score(0, ROWS);

    for (int size = 1; size <= ROWS; size++) {
      int from = size * 13 % (ROWS - size + 1);
      assertThat(score(from, size))
          .as("a batch of %d from row %d", size, from)
          .isEqualTo(EngineKind.slice(whole, width, from, size));
    }
  }

  @ParameterizedTest
  @MethodSource(USUAL)
  void givesARowTheSameBitsWhateverItsNeighbours(EngineKind kind) {
    open(kind);
    float[] alone = score(0, 1);
    float[] between = new float[3 * columns];
    Arrays.fill(between, Float.NaN);
    Arrays.fill(between, 2 * columns, 3 * columns, 1e30f);
    System.arraycopy(batch, 0, between, columns, columns);

    assertThat(EngineKind.score(model, between, 3)[1]).isEqualTo(alone[0]);
  }

  @ParameterizedTest
  @MethodSource(USUAL)
  void answersWithANumberWhateverIsMissingOrExtreme(EngineKind kind) {
    open(kind);
    for (float value : new float[] {Float.NaN, 0f, -0f, Float.MAX_VALUE, -Float.MAX_VALUE}) {
      float[] row = new float[columns];
      Arrays.fill(row, value);

      assertThat(EngineKind.score(model, row, 1)[0]).as("all inputs %s", value).isBetween(0f, 1f);
    }
  }

  @ParameterizedTest
  @MethodSource(KINDS)
  void refusesArraysThatAreTooShort(EngineKind kind) {
    open(kind);

    assertThatThrownBy(() -> model.score(new float[3 * columns - 1], 3, new float[3 * width]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("contract@1")
        .hasMessageContaining(
            "%d values, 3 rows of %d features need %d", 3 * columns - 1, columns, 3 * columns);
    assertThatThrownBy(() -> model.score(new float[3 * columns], 3, new float[3 * width - 1]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("contract@1");
    assertThatThrownBy(() -> model.score(new float[0], -1, new float[0]))
        .isInstanceOf(ModelException.class);
  }

  @ParameterizedTest
  @MethodSource(KINDS)
  void leavesTheRestOfLongerArraysAlone(EngineKind kind) {
    open(kind);
    float[] expected = Arrays.copyOf(score(0, 2), 4 * width);
    Arrays.fill(expected, 2 * width, 4 * width, 9);
    float[] out = new float[4 * width];
    Arrays.fill(out, 9);

    model.score(batch, 2, out);
    model.score(batch, 0, out);

    assertThat(out).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource(KINDS)
  void scoresNoMoreOnceClosedAndClosesTwice(EngineKind kind) {
    open(kind);
    score(0, 2);
    model.close();
    model.close();

    assertThatThrownBy(() -> score(0, 2))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("contract@1: scored after it was closed");
  }

  @ParameterizedTest
  @MethodSource(KINDS)
  void givesConcurrentCallersTheSameBits(EngineKind kind) throws Exception {
    open(kind);
    float[] whole = score(0, ROWS);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> callers = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        int size = 50 + caller;
        callers.add(() -> givesTheSameBits(whole, size));
      }
      for (Future<Boolean> caller : threads.invokeAll(callers)) {
        assertThat(caller.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean givesTheSameBits(float[] whole, int size) {
    boolean same = true;
    for (int round = 0; round < 200; round++) {
      int from = (round * 7) % (ROWS - size);
      same &= Arrays.equals(score(from, size), EngineKind.slice(whole, width, from, size));
    }
    return same;
  }

  @ParameterizedTest
  @MethodSource(USUAL)
  void waitsForTheCallsInFlightBeforeItCloses(EngineKind kind) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20; round++) {
        open(kind);
        CountDownLatch begun = new CountDownLatch(2);
        Future<?> first = threads.submit(() -> scoreUntilClosed(begun));
        Future<?> second = threads.submit(() -> scoreUntilClosed(begun));
        begun.await();
        model.close();
        first.get();
        second.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Scores until told that the model is closed. */
  private void scoreUntilClosed(CountDownLatch begun) {
    Model shared = model;
    float[] out = new float[ROWS * width];
    begun.countDown();
    assertThatThrownBy(
            () -> {
              while (true) {
                shared.score(batch, ROWS, out);
              }
            })
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("scored after it was closed");
  }
}
