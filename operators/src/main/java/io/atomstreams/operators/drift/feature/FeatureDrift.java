package io.atomstreams.operators.drift.feature;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares each window of vectors with the first ones, the reference, feature by feature. Of the
 * reference's values quantiles make bins, each with about as many of them; a bin of its own is for
 * missing values. A window's counts are compared by the population stability index, by Kolmogorov
 * and Smirnov's test at the bins' edges, which errs to the cautious side, and by the chi-square
 * test of two samples. Which of the differences are findings {@link OnlineDiscoveries} decides,
 * over all features and rounds together. All rounds share one reference, so their chances are not
 * quite independent: a reference that is off by chance is off in every round. Make it several times
 * as long as a window.
 *
 * <p>Memory: until the reference is complete 4 bytes a value, then about 12 bytes a bin. Cost of a
 * vector: a binary search among the bins a feature.
 */
public final class FeatureDrift implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * The settings.
   *
   * @param reference vectors that are the reference, 100 to 1,000,000
   * @param window vectors of a round, 50 to 1,000,000
   * @param bins most bins of a feature, 2 to 1,000
   * @param rate share of findings that may be false, on average, in (0, 0.5]
   */
  public record Options(int reference, int window, int bins, double rate) implements Serializable {

    public static final Options DEFAULT = new Options(2_000, 500, 10, 0.05);

    public Options {
      require(reference >= 100 && reference <= 1_000_000, "reference", reference, "100 to 1000000");
      require(window >= 50 && window <= 1_000_000, "window", window, "50 to 1000000");
      require(bins >= 2 && bins <= 1_000, "bins", bins, "2 to 1000");
      require(rate > 0 && rate <= 0.5, "rate", rate, "in (0, 0.5]");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "feature drift: %s is %s, must be %s".formatted(name, value, rule));
      }
    }

    public static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          (int) Math.min(Integer.MAX_VALUE, given.whole("reference", DEFAULT.reference)),
          (int) Math.min(Integer.MAX_VALUE, given.whole("window", DEFAULT.window)),
          (int) Math.min(Integer.MAX_VALUE, given.whole("bins", DEFAULT.bins)),
          given.number("rate", DEFAULT.rate));
    }
  }

  private final List<String> features;
  private final Options options;

  public FeatureDrift(List<String> features, Options options) {
    if (features.isEmpty()) {
      throw new IllegalArgumentException("feature drift: no features; name at least one");
    }
    this.features = List.copyOf(features);
    this.options = options;
  }

  /** Windows of one segment, and the discoveries so far. */
  public static final class Windows {

    private final FeatureWindow[] windows;
    private OnlineDiscoveries discoveries = new OnlineDiscoveries();

    /** Of the reference until it is complete, then of the open round. */
    private int vectors;

    private long from;
    private long to;

    private Windows(int features) {
      windows = new FeatureWindow[features];
      Arrays.setAll(windows, i -> new FeatureWindow());
    }

    public boolean isLearning() {
      return windows[0].isLearning();
    }

    /** Vectors of the reference until it is complete, then of the open round. */
    public int vectors() {
      return vectors;
    }

    /** Event time of the first vector of the open round, ms. */
    public long from() {
      return from;
    }

    /** The latest event time in the open round, ms. */
    public long to() {
      return to;
    }
  }

  public StateCodec<Windows> codec() {
    return new Codec(features.size());
  }

  /**
   * Takes in a vector.
   *
   * @param vector as many values as there are features, {@code NaN} where one is missing
   * @param ts event time, ms
   * @return whether the round is full and wants to be {@linkplain #evaluate evaluated}
   */
  public boolean add(Windows state, float[] vector, long ts) {
    if (vector.length != features.size()) {
      throw new IllegalArgumentException(
          "feature drift: vector has %d values, must be %d, one for each feature of the list"
              .formatted(vector.length, features.size()));
    }
    for (int i = 0; i < vector.length; i++) {
      state.windows[i].add(vector[i], state.vectors, options.reference);
    }
    state.from = state.vectors == 0 ? ts : Math.min(state.from, ts);
    state.to = state.vectors == 0 ? ts : Math.max(state.to, ts);
    state.vectors++;
    if (!state.isLearning()) {
      return state.vectors >= options.window;
    }
    if (state.vectors == options.reference) {
      for (FeatureWindow window : state.windows) {
        window.learn(options.bins);
      }
      state.vectors = 0;
    }
    return false;
  }

  /**
   * Ends the round, full or not.
   *
   * @return one finding a feature, in their order; none while the reference is learnt or if the
   *     round is empty
   */
  public List<Finding> evaluate(Windows state) {
    if (state.isLearning() || state.vectors == 0) {
      return List.of();
    }
    double[] chances = new double[features.size()];
    for (int i = 0; i < chances.length; i++) {
      FeatureWindow window = state.windows[i];
      double smaller =
          Math.min(
              BinnedCounts.kolmogorovChance(window.before, window.now),
              BinnedCounts.chiSquareChance(window.before, window.now));
      chances[i] = Math.min(1, 2 * smaller);
    }
    double[] adjusted = adjusted(chances);
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < chances.length; i++) {
      double level = state.discoveries.level(options.rate);
      boolean drifted = state.discoveries.test(chances[i], options.rate);
      findings.add(finding(i, state, chances[i], adjusted[i], level, drifted));
      state.windows[i].clear();
    }
    state.vectors = 0;
    return findings;
  }

  private Finding finding(
      int feature, Windows state, double p, double adjusted, double level, boolean drifted) {
    FeatureWindow window = state.windows[feature];
    double n0 = options.reference;
    double n1 = state.vectors;
    int missing = window.before.length - 1;
    return new Finding(
        features.get(feature),
        BinnedCounts.psi(window.before, window.now),
        BinnedCounts.distance(window.before, window.now),
        p,
        adjusted,
        level,
        drifted,
        window.now[missing] / n1 - window.before[missing] / n0,
        window.zerosNow / n1 - window.zerosBefore / n0,
        window.repeatedNow / n1 - window.repeatedBefore / n0);
  }

  /** After Benjamini and Hochberg: the least level at which each would be found. */
  static double[] adjusted(double[] chances) {
    double[] sorted = chances.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double[] least = new double[n];
    double running = 1;
    for (int rank = n; rank >= 1; rank--) {
      running = Math.min(running, sorted[rank - 1] * n / rank);
      least[rank - 1] = running;
    }
    double[] adjusted = new double[n];
    for (int i = 0; i < n; i++) {
      adjusted[i] = least[Arrays.binarySearch(sorted, chances[i])];
    }
    return adjusted;
  }

  /** Forgets the reference, as after a new model: the next vectors are it. */
  public void relearn(Windows state) {
    Arrays.setAll(state.windows, i -> new FeatureWindow());
    state.vectors = 0;
  }

  private static final class Codec implements StateCodec<Windows> {

    private static final long serialVersionUID = 1;

    private final int features;

    Codec(int features) {
      this.features = features;
    }

    @Override
    public String id() {
      return "feature-drift";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public String layout() {
      return "features " + features;
    }

    @Override
    public Windows create() {
      return new Windows(features);
    }

    @Override
    public void write(Windows state, DataOutput out) throws IOException {
      out.writeInt(state.vectors);
      out.writeLong(state.from);
      out.writeLong(state.to);
      state.discoveries.write(out);
      for (FeatureWindow window : state.windows) {
        window.write(out, state.vectors);
      }
    }

    @Override
    public Windows read(DataInput in, int version) throws IOException {
      if (version != 1) {
        throw new IOException(
            "state feature-drift is of version %d; this release reads version 1: go on with a later one"
                .formatted(version));
      }
      Windows state = create();
      state.vectors = in.readInt();
      state.from = in.readLong();
      state.to = in.readLong();
      state.discoveries.read(in);
      for (int i = 0; i < features; i++) {
        state.windows[i] = FeatureWindow.read(in, state.vectors);
      }
      return state;
    }

    @Override
    public Windows copy(Windows state) {
      try {
        BytesOutput out = new BytesOutput();
        write(state, out);
        return read(new BytesInput().open(out.array(), 0, out.size()), 1);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
