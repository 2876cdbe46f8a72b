package io.atomstreams.operators.learning.tree;

import com.yahoo.labs.samoa.instances.Instance;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.catalogue.Learners;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How many times as many events a second of processor time does the adaptive random forest take as
 * MOA's, and is it right as often? Both in one process, on one thread, 10 trees, the same rows in
 * the same order; runs alternate and the first of each warms up. Arguments: files for {@link
 * CsvRows}; generated streams follow, four with drifts.
 *
 * <p>System properties: {@code learner} names another learner, {@code runs} how many runs (5),
 * {@code peer=false} leaves MOA out, {@code only} takes the streams with this in their name.
 */
public final class ForestComparison {

  private static final int TREES = 10;
  private static final int GENERATED = 50_000;

  private ForestComparison() {}

  /** Ours, as the catalogue makes it. */
  private static final class Ours<S> implements Prequential.Subject {
    private final LabelledRows stream;
    private final Learner<S> learner;
    private final S state;
    private final double[] out;

    Ours(LabelledRows stream, Learner<S> learner) {
      this.stream = stream;
      this.learner = learner;
      this.state = learner.codec().create();
      this.out = new double[stream.schema().target().outputs()];
    }

    @Override
    public int predict(int row) {
      learner.predict(state, stream.rows()[row], out);
      int best = 0;
      for (int c = 1; c < out.length; c++) {
        best = out[c] > out[best] ? c : best;
      }
      return best;
    }

    @Override
    public void learn(int row) {
      learner.learn(state, stream.rows()[row], stream.targets()[row], 1);
    }

    long memoryBytes() {
      return learner.memoryBytes(state);
    }
  }

  private static Ours<?> ours(LabelledRows stream, int seed) {
    String text = System.getProperty("learner", "adaptive-random-forest");
    String all = text + (text.contains(":") ? "," : ":") + "seed=" + seed;
    return new Ours<>(stream, Learners.parse(all, stream.schema()));
  }

  public static void main(String[] args) throws IOException {
    List<LabelledRows> streams = new ArrayList<>();
    for (String arg : args) {
      if (!arg.isBlank()) {
        streams.add(CsvRows.read(Path.of(arg)));
      }
    }
    streams.add(Streams.radial(GENERATED, 5, 0.0001, 1));
    streams.add(Streams.hyperplane(GENERATED, 0.001, 1));
    streams.add(Streams.segments(GENERATED, 12_500, 1));
    streams.add(Streams.applicants(GENERATED, 12_500, 1));
    print("stream", "", "accuracy", "kappa", "events/s", "p50 µs", "p99 µs", "times");
    String only = System.getProperty("only", "");
    for (LabelledRows stream : streams) {
      if (stream.name().contains(only)) {
        compare(stream, Integer.getInteger("runs", 5));
      }
    }
  }

  private static void compare(LabelledRows stream, int runs) {
    boolean withMoa = !"false".equals(System.getProperty("peer"));
    Instance[] instances = withMoa ? MoaForest.instances(stream) : new Instance[0];
    List<Prequential.Result> moa = new ArrayList<>();
    List<Prequential.Result> ours = new ArrayList<>();
    for (int run = 0; run <= runs; run++) {
      if (withMoa) {
        moa.add(Prequential.run(MoaForest.of(instances, TREES, run + 1), stream));
      }
      ours.add(Prequential.run(ours(stream, run + 1), stream));
    }
    double before = 0;
    if (withMoa) {
      double[] micros = Prequential.latencies(MoaForest.of(instances, TREES, 1), stream);
      before = report(stream.name(), "MOA", moa.subList(1, moa.size()), micros, 0);
    }
    Ours<?> last = ours(stream, 1);
    double[] micros = Prequential.latencies(last, stream);
    report(stream.name(), "ours", ours.subList(1, ours.size()), micros, before);
    System.out.printf(Locale.ROOT, "%-16s      %d KB%n", "", last.memoryBytes() / 1024);
  }

  private static double report(
      String name, String who, List<Prequential.Result> runs, double[] micros, double before) {
    double[] perSecond =
        runs.stream().mapToDouble(Prequential.Result::perSecond).sorted().toArray();
    double median = perSecond[perSecond.length / 2];
    print(
        name,
        who,
        "%.2f %%"
            .formatted(
                100 * mean(runs.stream().mapToDouble(Prequential.Result::accuracy).toArray())),
        "%.4f".formatted(mean(runs.stream().mapToDouble(Prequential.Result::kappa).toArray())),
        "%,.0f".formatted(median),
        "%.1f".formatted(micros[0]),
        "%.1f".formatted(micros[1]),
        before > 0 ? "%.1f".formatted(median / before) : "");
    return median;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static void print(Object... columns) {
    System.out.printf(Locale.ROOT, "%-16s %-4s %9s %8s %11s %8s %8s %7s%n", columns);
  }
}
