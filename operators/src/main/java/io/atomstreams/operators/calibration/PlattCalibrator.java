package io.atomstreams.operators.calibration;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * {@code p = σ(a · logit(score) + b)} (Platt 1999), fitted label by label to the logistic loss: an
 * online Newton step with the second derivatives of the loss summed (an extended Kalman filter of
 * the two numbers). Begins at {@code a = 1, b = 0} with {@code 1 / rate} for the second derivative;
 * {@code keep} below 1 forgets them, so that the fit follows a drift. {@code a} stays at 0.01 or
 * more, so the function rises.
 *
 * <p>Two numbers for smooth distortions where labels are few; a label with a negative weight is a
 * step back, which takes back its pull but not to the last digit. Logits are kept to [-16, 16].
 *
 * <p>Cost: two transcendental functions per label; 48 bytes.
 */
public final class PlattCalibrator implements Calibrator<PlattCalibrator.State> {

  private static final long serialVersionUID = 1;
  private static final double MOST_LOGIT = 16;
  private static final double LEAST_SLOPE = 0.01;
  private static final double LONGEST_STEP = 1;

  private final Options options;

  /**
   * The settings.
   *
   * @param rate variance of the two numbers to begin with, in (0, 10]
   * @param keep weight of second derivatives after one more label, in [0.9, 1]
   */
  public record Options(double rate, double keep) implements Serializable {

    public Options {
      require(rate > 0 && rate <= 10, "rate", rate, "above 0, at most 10");
      require(keep >= 0.9 && keep <= 1, "keep", keep, "0.9 to 1");
    }

    private static void require(boolean holds, String name, double value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "platt: option %s is %s, must be %s".formatted(name, value, rule));
      }
    }

    /** As options say. */
    public static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(given.number("rate", 0.1), given.number("keep", 1));
    }
  }

  /** What is learned: the two numbers and the second derivatives of the loss. */
  public static final class State {
    private double slope = 1;
    private double shift;
    private double slopes;
    private double cross;
    private double shifts;

    private State() {}

    private State(State other) {
      slope = other.slope;
      shift = other.shift;
      slopes = other.slopes;
      cross = other.cross;
      shifts = other.shifts;
    }
  }

  public PlattCalibrator(Options options) {
    this.options = options;
  }

  @Override
  public StateCodec<State> codec() {
    return new Codec(1 / options.rate());
  }

  @Override
  public boolean retracts() {
    return false;
  }

  @Override
  public double calibrate(State state, double score) {
    CalibrationInput.requireScore(score);
    return sigmoid(state.slope * logit(score) + state.shift);
  }

  @Override
  public void learn(State state, double score, boolean positive, double weight) {
    CalibrationInput.require(score, weight);
    double x = logit(score);
    double p = sigmoid(state.slope * x + state.shift);
    double error = weight * ((positive ? 1 : 0) - p);
    remember(state, x, p * (1 - p) * Math.max(0, weight));
    double determinant = state.slopes * state.shifts - state.cross * state.cross;
    double alongSlope = error * (state.shifts * x - state.cross) / determinant;
    double alongShift = error * (state.slopes - state.cross * x) / determinant;
    state.slope = Math.max(LEAST_SLOPE, state.slope + bounded(alongSlope));
    state.shift += bounded(alongShift);
  }

  private void remember(State state, double x, double curvature) {
    double least = 1 / options.rate();
    double keep = options.keep();
    state.slopes = keep * state.slopes + (1 - keep) * least + curvature * x * x;
    state.cross = keep * state.cross + curvature * x;
    state.shifts = keep * state.shifts + (1 - keep) * least + curvature;
  }

  private static double bounded(double step) {
    return Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step));
  }

  private static double logit(double score) {
    double logit = StrictMath.log(score / (1 - score));
    return Math.max(-MOST_LOGIT, Math.min(MOST_LOGIT, logit));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private record Codec(double least) implements StateCodec<State> {

    @Override
    public String id() {
      return "calibration-platt";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public State create() {
      State state = new State();
      state.slopes = least;
      state.shifts = least;
      return state;
    }

    @Override
    public void write(State state, DataOutput out) throws IOException {
      out.writeDouble(state.slope);
      out.writeDouble(state.shift);
      out.writeDouble(state.slopes);
      out.writeDouble(state.cross);
      out.writeDouble(state.shifts);
    }

    @Override
    public State read(DataInput in, int version) throws IOException {
      State state = new State();
      state.slope = in.readDouble();
      state.shift = in.readDouble();
      state.slopes = in.readDouble();
      state.cross = in.readDouble();
      state.shifts = in.readDouble();
      return state;
    }

    @Override
    public State copy(State state) {
      return new State(state);
    }
  }
}
