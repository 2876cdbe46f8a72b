package io.atomstreams.model.serving;

import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.EngineFixtures;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The question: what do 200 swaps cost those that score meanwhile? Two threads score batches
 * without a pause, as two subtasks under full load; beside each a thread makes the next version
 * ready, as a subtask's staging does, every 100 ms. Every batch is held against the scores of the
 * version that made it.
 *
 * <p>Prints for each engine: time of a batch of 256 rows before and during the swaps, time until a
 * version is ready on both, and resident memory after the 10th and the last swap. Give the process
 * a heap that is touched at once ({@code -Xms1g -Xmx1g -XX:+AlwaysPreTouch}), or its growth is
 * counted as memory of models.
 */
public final class SwapUnderLoad {

  private static final int COLUMNS = 15;
  private static final int ROWS = 256;
  private static final int SWAPS = Integer.getInteger("swaps", 200);
  private static final long STEADY_NANOS = 5_000_000_000L;
  private static final long BETWEEN_SWAPS_NANOS = 100_000_000L;
  private static final int MOST_TIMES = 4_000_000;
  private static final List<String> FEATURES = TinyNetworks.features(COLUMNS);
  private static final float[] BATCH = TinyNetworks.rows(ROWS, COLUMNS, 9);

  /** Times of one period, ns. */
  private static final class Times {
    private final long[] nanos = new long[MOST_TIMES];
    private int count;

    void add(long time) {
      if (count < nanos.length) {
        nanos[count++] = time;
      }
    }

    double micros(double share) {
      long[] sorted = Arrays.copyOf(nanos, count);
      Arrays.sort(sorted);
      return count == 0 ? Double.NaN : sorted[(int) (share * (count - 1))] / 1e3;
    }
  }

  /** Scores without a pause, and takes the next version once it is ready. */
  private static final class Subtask implements AutoCloseable {
    private final WarmModels warm;
    private final float[][] expected;
    private final AtomicLong errors;
    private final Times steady = new Times();
    private final Times swapping = new Times();
    private final Thread scoring = new Thread(this::score, "scoring");
    private volatile ServedModel next;
    private volatile int serves;
    private volatile boolean isSwapping;
    private volatile boolean stopped;

    Subtask(StoredModels stored, SharedModels models, float[][] expected, AtomicLong errors) {
      this.warm = new WarmModels(stored.registry, models);
      this.expected = expected;
      this.errors = errors;
      this.next = warm.warm(new ModelRef("swap", 1), FEATURES);
    }

    private void score() {
      float[] out = new float[ROWS];
      ServedModel model = null;
      while (!stopped) {
        if (next != null && next != model) {
          model = next;
          serves = model.ref().version();
          warm.keepOnly(Set.of(model.ref()));
        }
        long start = System.nanoTime();
        try {
          model.score(BATCH, ROWS, out);
        } catch (RuntimeException e) {
          errors.incrementAndGet();
        }
        (isSwapping ? swapping : steady).add(System.nanoTime() - start);
        if (!Arrays.equals(out, expected[model.ref().version() - 1])) {
          errors.incrementAndGet();
        }
      }
    }

    void stage(int version) {
      next = warm.warm(new ModelRef("swap", version), FEATURES);
    }

    @Override
    public void close() {
      stopped = true;
      while (scoring.isAlive()) {
        LockSupport.parkNanos(1_000_000);
      }
      warm.close();
    }
  }

  private SwapUnderLoad() {}

  /** Names of engines; without any, all that are here. */
  public static void main(String[] engines) throws Exception {
    System.out.printf(
        "%-11s %9s %9s %9s %9s %6s %9s %9s %8s %8s %7s %6s%n",
        "engine",
        "p50 µs",
        "p99 µs",
        "swap p50",
        "swap p99",
        "ratio",
        "ready p50",
        "max ms",
        "MB at 10",
        "MB end",
        "change",
        "errors");
    List<String> names =
        engines.length > 0
            ? List.of(engines)
            : Engines.all().stream()
                .map(ModelEngine::name)
                .filter(engine -> EngineFixtures.of(engine).isHere())
                .toList();
    for (String engine : names) {
      run(engine);
    }
  }

  private static void run(String engine) throws Exception {
    Path temp = Files.createTempDirectory("swaps");
    StoredModels stored = new StoredModels(temp);
    stored.save("swap@1", engine, COLUMNS, 1);
    stored.save("swap@2", engine, COLUMNS, 2);
    SharedModels models = new SharedModels();
    AtomicLong errors = new AtomicLong();
    float[][] expected = {expected(stored, 1), expected(stored, 2)};
    double[] readyMillis = new double[SWAPS];
    long atTen = 0;
    long atEnd;
    Subtask watched;
    try (Subtask one = new Subtask(stored, models, expected, errors);
        Subtask two = new Subtask(stored, models, expected, errors)) {
      watched = one;
      one.scoring.start();
      two.scoring.start();
      LockSupport.parkNanos(STEADY_NANOS);
      one.isSwapping = true;
      two.isSwapping = true;
      for (int swap = 0; swap < SWAPS; swap++) {
        readyMillis[swap] = swap(one, two, swap % 2 == 0 ? 2 : 1);
        atTen = swap == 9 ? residentKilobytes() : atTen;
        LockSupport.parkNanos(BETWEEN_SWAPS_NANOS);
      }
      atEnd = residentKilobytes();
    }
    print(engine, watched, readyMillis, atTen, atEnd, errors.get());
    if (models.openModels() != 0) {
      throw new IllegalStateException(models.openModels() + " models were left open");
    }
  }

  private static double swap(Subtask one, Subtask two, int version) throws InterruptedException {
    long start = System.nanoTime();
    Thread first = new Thread(() -> one.stage(version), "staging");
    Thread second = new Thread(() -> two.stage(version), "staging");
    first.start();
    second.start();
    first.join();
    second.join();
    double millis = (System.nanoTime() - start) / 1e6;
    while (one.serves != version || two.serves != version) {
      Thread.onSpinWait();
    }
    return millis;
  }

  private static float[] expected(StoredModels stored, int version) {
    try (WarmModels warm = new WarmModels(stored.registry, new SharedModels())) {
      float[] out = new float[ROWS];
      warm.warm(new ModelRef("swap", version), FEATURES).score(BATCH, ROWS, out);
      return out;
    }
  }

  private static void print(
      String engine, Subtask one, double[] readyMillis, long atTen, long atEnd, long errors) {
    double before = one.steady.micros(0.99);
    double during = one.swapping.micros(0.99);
    double[] sorted = Arrays.stream(readyMillis).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%-11s %9.1f %9.1f %9.1f %9.1f %6.2f %9.1f %9.1f %8d %8d %6.1f%% %6d%n",
        engine,
        one.steady.micros(0.5),
        before,
        one.swapping.micros(0.5),
        during,
        during / before,
        sorted[sorted.length / 2],
        sorted[sorted.length - 1],
        atTen / 1024,
        atEnd / 1024,
        100.0 * (atEnd - atTen) / atTen,
        errors);
  }

  /** Of this process; Linux only. */
  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElse(0);
  }
}
