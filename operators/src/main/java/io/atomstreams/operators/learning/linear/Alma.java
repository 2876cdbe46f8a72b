package io.atomstreams.operators.learning.linear;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.encoding.RowEncoder;
import io.atomstreams.operators.learning.encoding.SparseRow;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;

/**
 * A large margin by corrections only: ALMA with p = 2, Gentile, "A new approximate maximal margin
 * classification algorithm" (JMLR 2001). Rows {@code x} have length 1, so have weights at most;
 * with {@code y} of −1 or 1 and {@code k} the number of corrections and one,
 *
 * <pre>
 *   if y · w · x ≤ (1 − α) · B / √k:   w ← w + C / √k · y · x,   w ← w / max(1, |w|),   k ← k + 1
 *   B = 1 / α,   C = √2
 * </pre>
 *
 * The probability is {@code 1 / (1 + exp(−(a · m + b)))} of the margin {@code m}, with a and b
 * learned from each example before its correction (Platt 1999, online by AdaGrad). An example's
 * weight counts for the calibration; a correction is one whatever it weighs.
 *
 * <p>Corrections depend on one another: none is taken back. Cost: some operations for each
 * attribute, more only where it corrects. Memory: 8 bytes for each coordinate.
 */
public final class Alma implements Learner<AlmaState> {

  private static final long serialVersionUID = 1;
  private static final int HEADERS = 300;
  private static final double RATE = 0.5;

  /**
   * How wide the margin is to be.
   *
   * @param alpha in (0, 1]: the smaller, the wider a margin is asked for
   */
  public record Options(double alpha, RowEncoder.Options rows) implements Serializable {

    public Options {
      if (!(alpha > 0 && alpha <= 1)) {
        throw new IllegalArgumentException(
            "option alpha is %s, must be above 0 and at most 1".formatted(alpha));
      }
    }

    public static Options of(io.atomstreams.operators.state.Options options) {
      return new Options(options.number("alpha", 0.9), RowEncoder.Options.of(options));
    }
  }

  private final Schema schema;
  private final Options options;
  private final RowEncoder encoder;

  public Alma(Schema schema, Options options) {
    this.schema = schema;
    this.options = options;
    this.encoder = new RowEncoder(schema, options.rows());
  }

  @Override
  public Schema schema() {
    return schema;
  }

  RowEncoder encoder() {
    return encoder;
  }

  /** Slope, intercept, squared gradients of both. */
  static double[] uncalibrated() {
    return new double[] {1, 0, 0, 0};
  }

  @Override
  public StateCodec<AlmaState> codec() {
    return new AlmaCodec(this);
  }

  @Override
  public void predict(AlmaState state, double[] row, double[] out) {
    out[1] = probability(state, margin(state, row));
    out[0] = 1 - out[1];
  }

  /** With weights and row of length 1 at most, in [−1, 1]. */
  private double margin(AlmaState state, double[] values) {
    encoder.encode(state.scaler, values, state.row);
    return state.row.dot(state.weights, 0) / length(state.row);
  }

  /** At least 1: the intercept's coordinate is. */
  private static double length(SparseRow row) {
    double squares = 0;
    for (int i = 0; i < row.size(); i++) {
      squares += row.value(i) * row.value(i);
    }
    return Math.sqrt(squares);
  }

  private static double probability(AlmaState state, double margin) {
    double logit = state.calibration[0] * margin + state.calibration[1];
    return 1 / (1 + StrictMath.exp(-logit));
  }

  @Override
  public void learn(AlmaState state, double[] row, double target, double weight) {
    encoder.learn(state.scaler, row, weight);
    double margin = margin(state, row);
    double slope = weight * (probability(state, margin) - target);
    calibrate(state, 0, slope * margin);
    calibrate(state, 1, slope);
    double y = target == 1 ? 1 : -1;
    double root = Math.sqrt((double) state.corrections);
    if (y * margin <= (1 - options.alpha()) / options.alpha() / root) {
      correct(state, y * Math.sqrt(2) / root / length(state.row));
    }
  }

  private static void calibrate(AlmaState state, int at, double gradient) {
    double g = Math.max(-1, Math.min(1, gradient));
    state.calibration[2 + at] += g * g;
    state.calibration[at] -= RATE * g / Math.sqrt(1 + state.calibration[2 + at]);
  }

  private static void correct(AlmaState state, double step) {
    SparseRow row = state.row;
    for (int i = 0; i < row.size(); i++) {
      state.weights[row.at(i)] += step * row.value(i);
    }
    double squares = 0;
    for (double weight : state.weights) {
      squares += weight * weight;
    }
    double length = Math.max(1, Math.sqrt(squares));
    for (int i = 0; i < state.weights.length; i++) {
      state.weights[i] /= length;
    }
    state.corrections++;
  }

  @Override
  public long memoryBytes(AlmaState state) {
    return HEADERS + (long) Double.BYTES * state.weights.length + state.scaler.memoryBytes();
  }

  @Override
  public String toString() {
    return "alma of %d attributes".formatted(schema.width());
  }
}
