package io.atomstreams.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The native libraries of several engines in one process: the same scores, no threads left. */
class NativeThreadsTest {

  private static final Path TASKS = Path.of("/proc/self/task");
  private static final int COLUMNS = 15;
  private static final float[] BATCH = TinyNetworks.rows(256, COLUMNS, 5);

  @TempDir Path artifacts;

  private EngineSample write(String engine) {
    return EngineFixtures.of(engine).write(COLUMNS, 5, artifacts.resolve(engine));
  }

  private float[] score(String engine, EngineSample sample) {
    float[] out = new float[256];
    try (Model model =
        Engines.byName(engine)
            .open(new ModelRef(engine, 1), sample.signature(), artifacts.resolve(engine))) {
      model.score(BATCH, 256, out);
    }
    return out;
  }

  @Test
  void librariesScoreTheSameBesideEachOther() {
    List<String> engines = List.of("tensorflow", "xgboost", "lightgbm");
    List<EngineSample> samples = engines.stream().map(this::write).toList();
    List<float[]> first = new ArrayList<>();
    for (int i = 0; i < engines.size(); i++) {
      first.add(score(engines.get(i), samples.get(i)));
    }
    for (int i = 0; i < engines.size(); i++) {
      assertThat(score(engines.get(i), samples.get(i))).containsExactly(first.get(i));
    }
  }

  /** OpenMP keeps its threads for the thread that asked, under its name: that one must live on. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void openingScoringAndClosingStartsNoThreadThatStays() throws Exception {
    for (String engine : List.of("xgboost", "lightgbm")) {
      EngineSample sample = write(engine);
      CompletableFuture<float[]> scored = new CompletableFuture<>();
      CompletableFuture<Void> checked = new CompletableFuture<>();
      Thread patient =
          new Thread(
              () -> {
                scored.complete(score(engine, sample));
                checked.join();
              },
              "patient");
      patient.start();
      scored.get(1, TimeUnit.MINUTES);

      assertThat(namesOnceLoadingHasEnded()).containsOnlyOnce("patient");
      checked.complete(null);
      patient.join();
    }
  }

  /** Native threads end a moment after the thread that owned them. */
  private static List<String> namesOnceLoadingHasEnded() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    List<String> names = names();
    while (names.contains("xgboost-load") && System.nanoTime() < end) {
      Thread.onSpinWait();
      names = names();
    }
    assertThat(names).doesNotContain("xgboost-load");
    return names;
  }

  private static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> tasks = Files.list(TASKS)) {
      for (Path task : tasks.toList()) {
        names.add(name(task));
      }
    }
    return names;
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return "ended";
    }
  }
}
