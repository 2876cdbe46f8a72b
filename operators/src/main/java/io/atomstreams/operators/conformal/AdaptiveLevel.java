package io.atomstreams.operators.conformal;

import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * Adaptive Conformal Inference as published (Gibbs, Candès, Adaptive Conformal Inference Under
 * Distribution Shift, 2021): the threshold is the {@code ⌈(n + 1)(1 − a)⌉}-th smallest of the
 * latest {@code window} scores, and each label moves {@code a ← a + gamma (alpha − miss)}. Where
 * {@code a} leaves (0, 1) the greatest or least score stands for the infinite thresholds of the
 * paper.
 *
 * <p>For labels that come soon. With a delay of {@code d} rows the feedback swings unless {@code
 * gamma × d} is well below 1; {@link DelayedThreshold} is made for that.
 *
 * <p>Cost per label: a binary search and a move of at most {@code window} numbers; 16 bytes a score
 * of memory, 8 in state.
 */
public final class AdaptiveLevel implements Threshold<AdaptiveLevel.State> {

  private static final long serialVersionUID = 1;

  private final Options options;

  /**
   * The settings.
   *
   * @param coverage share of answers to be held, 0.5 to 0.999
   * @param window latest scores, 20 to 100,000
   * @param gamma step of the level per label, in [0, 1]
   */
  public record Options(double coverage, int window, double gamma) implements Serializable {

    public Options {
      require(coverage >= 0.5 && coverage <= 0.999, "coverage", coverage, "0.5 to 0.999");
      require(window >= 20 && window <= 100_000, "window", window, "20 to 100000");
      require(
          (window + 1) * (1 - coverage) >= 1,
          "window",
          window,
          "1 / (1 - coverage) - 1 or more, of coverage " + coverage);
      require(gamma >= 0 && gamma <= 1, "gamma", gamma, "0 to 1");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "aci: option %s is %s, must be %s".formatted(name, value, rule));
      }
    }

    /** As options say. */
    public static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          given.number("coverage", 0.9),
          Math.toIntExact(given.whole("window", 1_000)),
          given.number("gamma", 0.005));
    }
  }

  /** What was seen. */
  public static final class State {
    private ScoreWindow window;
    private double level;
    private long observed;
  }

  public AdaptiveLevel(Options options) {
    this.options = options;
  }

  @Override
  public StateCodec<State> codec() {
    return new Codec(options);
  }

  @Override
  public double coverage() {
    return options.coverage();
  }

  @Override
  public long observed(State state) {
    return state.observed;
  }

  @Override
  public double current(State state) {
    return state.window.threshold(state.level, 1 - options.coverage());
  }

  @Override
  public void issued(State state) {}

  @Override
  public void observe(State state, double score, double issued) {
    Scores.requireFinite(score);
    if (!Double.isNaN(issued)) {
      double miss = score > issued ? 1 : 0;
      state.level += options.gamma() * (1 - options.coverage() - miss);
    }
    state.observed++;
    state.window.add(score);
  }

  private record Codec(Options options) implements StateCodec<State> {

    @Override
    public String id() {
      return "conformal-aci";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public State create() {
      State state = new State();
      state.window = new ScoreWindow(options.window());
      state.level = 1 - options.coverage();
      return state;
    }

    @Override
    public void write(State state, DataOutput out) throws IOException {
      Varint.writeUnsigned(out, state.observed);
      out.writeDouble(state.level);
      state.window.write(out);
    }

    @Override
    public State read(DataInput in, int version) throws IOException {
      State state = new State();
      state.observed = Varint.readUnsigned(in);
      state.level = in.readDouble();
      state.window = ScoreWindow.read(in, options.window());
      return state;
    }

    @Override
    public State copy(State state) {
      State copy = new State();
      copy.observed = state.observed;
      copy.level = state.level;
      copy.window = state.window.copy();
      return copy;
    }
  }
}
