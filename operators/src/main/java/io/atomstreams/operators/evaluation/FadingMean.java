package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * The mean of a loss with fading memory: {@code Σ w 2^((t − T) / h) x / Σ w 2^((t − T) / h)} with
 * event time {@code t}, half-life {@code h} and whatever {@code T} (the fading factor of Gama,
 * Sebastião, Rodrigues 2013, by event time and with weights that grow instead of fade: forward
 * decay, Cormode et al. 2009). Weights are powers of two rounded once, and sums are exact: the mean
 * has the same bits in whatever order values come, merged or not, and a value is taken back without
 * a trace as long as its time lies within 900 half-lives of {@code origin}.
 *
 * <p>The origin is a time near the run's begin. Cost: two exact additions and a power. Memory: 8
 * bytes for each 32 half-lives since the first value, twice.
 */
public final class FadingMean implements Serializable {

  private static final long serialVersionUID = 1;
  private static final double MOST = 900;

  private final Options options;

  /**
   * The settings.
   *
   * @param halfLifeMs of a value's weight, event time, above 0
   * @param origin event time, ms, whose values weigh as given
   */
  public record Options(long halfLifeMs, long origin) implements Serializable {

    public Options {
      if (halfLifeMs <= 0) {
        throw new IllegalArgumentException(
            "fading: option halfLifeMs is %d, must be greater than 0".formatted(halfLifeMs));
      }
    }
  }

  public FadingMean(Options options) {
    this.options = options;
  }

  public StateCodec<State> codec() {
    return new Codec();
  }

  /** What was seen. */
  public static final class State {
    private ExactSum weights = new ExactSum();
    private ExactSum values = new ExactSum();
  }

  /**
   * Takes in a value.
   *
   * @param weight 1; -1 takes back
   */
  public void add(State state, double value, double weight, long time) {
    double age = (double) (time - options.origin()) / options.halfLifeMs();
    if (!(Math.abs(age) <= MOST)) {
      throw new IllegalArgumentException(
          "a value of time %d is %.0f half-lives from the origin %d, must be at most %.0f: choose a longer half-life or begin anew"
              .formatted(time, age, options.origin(), MOST));
    }
    double whole = Math.floor(age);
    double own = weight * StrictMath.pow(2, age - whole);
    double scaledWeight = Math.scalb(own, (int) whole);
    double scaledValue = Math.scalb(own * value, (int) whole);
    if (!Double.isFinite(scaledWeight) || !Double.isFinite(scaledValue)) {
      throw new IllegalArgumentException(
          "a value is %s with weight %s, both must be finite".formatted(value, weight));
    }
    state.weights.add(scaledWeight);
    state.values.add(scaledValue);
  }

  public void merge(State state, State other) {
    state.weights.add(other.weights);
    state.values.add(other.values);
  }

  /** {@code NaN} of nothing. */
  public double mean(State state) {
    return state.values.value() / state.weights.value();
  }

  private static final class Codec implements StateCodec<State> {

    private static final long serialVersionUID = 1;

    @Override
    public String id() {
      return "evaluation-fading-mean";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public State create() {
      return new State();
    }

    @Override
    public void write(State state, DataOutput out) throws IOException {
      state.weights.write(out);
      state.values.write(out);
    }

    @Override
    public State read(DataInput in, int version) throws IOException {
      State state = new State();
      state.weights = ExactSum.read(in);
      state.values = ExactSum.read(in);
      return state;
    }

    @Override
    public State copy(State state) {
      State copy = new State();
      copy.weights = state.weights.copy();
      copy.values = state.values.copy();
      return copy;
    }
  }
}
