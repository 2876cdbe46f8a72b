package io.atomstreams.operators.calibration;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * The rising function of the score that fits the labels best in squares (Zadrozny, Elkan 2002), by
 * pooling adjacent violators (Ayer et al. 1955) over {@code bins} bins of equal width. Each bin
 * stands at the mean of its scores; between two bins the function is a straight line, at both ends
 * it stays. Each bin begins with {@code prior} labels that agree with its middle, so that with
 * nothing learned scores stay nearly as they are.
 *
 * <p>With {@code keep} below 1 every label makes those before it weigh {@code keep} times as much
 * (an exponential window of {@code 1 / (1 − keep)} labels), by a growing unit that is scaled back
 * at 2⁵⁰. Without (the default) the state is a sum: labels in any order, merged and taken back, up
 * to rounding.
 *
 * <p>Cost: three additions per label; the pooling, linear in {@code bins}, is done anew for the
 * first score after a label. 24 bytes a bin.
 */
public final class IsotonicCalibrator implements Calibrator<IsotonicCalibrator.State> {

  private static final long serialVersionUID = 1;
  private static final double MOST = 0x1p50;

  private final Options options;

  /**
   * The settings.
   *
   * @param bins 2 to 10,000
   * @param prior labels per bin to begin with, above 0, at most 1,000
   * @param keep weight after one more label, in [0.9, 1]; 1 for no forgetting
   */
  public record Options(int bins, double prior, double keep) implements Serializable {

    public Options {
      require(bins >= 2 && bins <= 10_000, "bins", bins, "2 to 10000");
      require(prior > 0 && prior <= 1_000, "prior", prior, "above 0, at most 1000");
      require(keep >= 0.9 && keep <= 1, "keep", keep, "0.9 to 1");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "isotonic: option %s is %s, must be %s".formatted(name, value, rule));
      }
    }

    /** As options say. */
    public static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          Math.toIntExact(given.whole("bins", 100)),
          given.number("prior", 1),
          given.number("keep", 1));
    }
  }

  /** What is learned: per bin labels, scores and positives, each in units of {@code unit}. */
  public static final class State {
    private final double[] labels;
    private final double[] scores;
    private final double[] positives;
    private double unit = 1;

    /** Work space: where the function's corners are; null when a label came since. */
    private double[][] corners;

    private State(int bins) {
      labels = new double[bins];
      scores = new double[bins];
      positives = new double[bins];
    }
  }

  public IsotonicCalibrator(Options options) {
    this.options = options;
  }

  @Override
  public StateCodec<State> codec() {
    return new Codec(options.bins());
  }

  @Override
  public boolean retracts() {
    return options.keep() == 1;
  }

  @Override
  public void learn(State state, double score, boolean positive, double weight) {
    CalibrationInput.require(score, weight);
    int bin = Math.min(options.bins() - 1, (int) (score * options.bins()));
    state.unit /= options.keep();
    if (state.unit > MOST) {
      rescale(state);
    }
    double own = weight * state.unit;
    state.labels[bin] += own;
    state.scores[bin] += own * score;
    state.positives[bin] += positive ? own : 0;
    state.corners = null;
  }

  private static void rescale(State state) {
    for (int i = 0; i < state.labels.length; i++) {
      state.labels[i] /= state.unit;
      state.scores[i] /= state.unit;
      state.positives[i] /= state.unit;
    }
    state.unit = 1;
  }

  @Override
  public boolean merge(State state, State other) {
    if (options.keep() < 1) {
      return false;
    }
    for (int i = 0; i < state.labels.length; i++) {
      state.labels[i] += other.labels[i];
      state.scores[i] += other.scores[i];
      state.positives[i] += other.positives[i];
    }
    state.corners = null;
    return true;
  }

  @Override
  public double calibrate(State state, double score) {
    CalibrationInput.requireScore(score);
    if (state.corners == null) {
      state.corners = corners(state);
    }
    double[] at = state.corners[0];
    double[] value = state.corners[1];
    int right = java.util.Arrays.binarySearch(at, score);
    if (right >= 0) {
      return value[right];
    }
    right = -right - 1;
    if (right == 0 || right == at.length) {
      return value[Math.min(right, at.length - 1)];
    }
    double share = (score - at[right - 1]) / (at[right] - at[right - 1]);
    return value[right - 1] + share * (value[right] - value[right - 1]);
  }

  private double[][] corners(State state) {
    int bins = options.bins();
    double[] at = new double[bins];
    double[] weights = new double[bins];
    double[] rates = new double[bins];
    for (int i = 0; i < bins; i++) {
      double prior = options.prior();
      double middle = (i + 0.5) / bins;
      double labels = Math.max(0, state.labels[i] / state.unit);
      weights[i] = labels + prior;
      double mean = (state.scores[i] / state.unit + prior * middle) / weights[i];
      at[i] = Math.max((double) i / bins, Math.min(Math.nextDown((i + 1.0) / bins), mean));
      double positives = Math.max(0, Math.min(labels, state.positives[i] / state.unit));
      rates[i] = (positives + prior * middle) / weights[i];
    }
    pool(rates, weights);
    return new double[][] {at, rates};
  }

  /** Replaces what falls by its weighted mean until nothing falls. */
  static void pool(double[] values, double[] weights) {
    int[] ends = new int[values.length];
    double[] means = new double[values.length];
    double[] sums = new double[values.length];
    int blocks = 0;
    for (int i = 0; i < values.length; i++) {
      means[blocks] = values[i];
      sums[blocks] = weights[i];
      ends[blocks++] = i + 1;
      while (blocks > 1 && means[blocks - 2] >= means[blocks - 1]) {
        blocks--;
        double sum = sums[blocks - 1] + sums[blocks];
        means[blocks - 1] += (means[blocks] - means[blocks - 1]) * (sums[blocks] / sum);
        sums[blocks - 1] = sum;
        ends[blocks - 1] = ends[blocks];
      }
    }
    for (int block = 0, i = 0; block < blocks; block++) {
      for (; i < ends[block]; i++) {
        values[i] = means[block];
      }
    }
  }

  private record Codec(int bins) implements StateCodec<State> {

    @Override
    public String id() {
      return "calibration-isotonic";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public String layout() {
      return "bins=" + bins;
    }

    @Override
    public State create() {
      return new State(bins);
    }

    @Override
    public void write(State state, DataOutput out) throws IOException {
      out.writeDouble(state.unit);
      for (int i = 0; i < bins; i++) {
        out.writeDouble(state.labels[i]);
        out.writeDouble(state.scores[i]);
        out.writeDouble(state.positives[i]);
      }
    }

    @Override
    public State read(DataInput in, int version) throws IOException {
      State state = new State(bins);
      state.unit = in.readDouble();
      for (int i = 0; i < bins; i++) {
        state.labels[i] = in.readDouble();
        state.scores[i] = in.readDouble();
        state.positives[i] = in.readDouble();
      }
      return state;
    }

    @Override
    public State copy(State state) {
      State copy = new State(bins);
      copy.unit = state.unit;
      System.arraycopy(state.labels, 0, copy.labels, 0, bins);
      System.arraycopy(state.scores, 0, copy.scores, 0, bins);
      System.arraycopy(state.positives, 0, copy.positives, 0, bins);
      return copy;
    }
  }
}
