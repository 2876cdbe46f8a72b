package io.atomstreams.operators.learning.factor;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.encoding.Loss;
import io.atomstreams.operators.learning.encoding.RowEncoder;
import io.atomstreams.operators.learning.encoding.SparseRow;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;

/**
 * A factorisation machine of order two: Rendle, "Factorization machines" (ICDM 2010). The sum of a
 * row with the coordinates {@code x} is
 *
 * <pre>
 *   w₀ + Σ wᵢ xᵢ + Σ_{i &lt; j} ⟨vᵢ, vⱼ⟩ xᵢ xⱼ,
 *   the last being ½ Σ_f ((Σ v_if xᵢ)² − Σ v_if² xᵢ²)
 * </pre>
 *
 * so pairs that were never seen together still share what each has shown with others. It is learned
 * by stochastic gradients with a rate for each parameter: {@code θ ← θ − α · g / √(1 + Σ g²)} with
 * {@code g} the gradient and {@code ridge · θ} (AdaGrad: Duchi, Hazan, Singer 2011). Two classes by
 * the logistic loss, a number by the squared one in units of its deviation.
 *
 * <p>The loss is not convex and a step moves what the next one's gradient is made of, so an example
 * cannot be taken back.
 *
 * <p>Cost: {@code 4 · factors} operations for each attribute. Memory: {@code 16 · (1 + factors)}
 * bytes for each coordinate.
 */
public final class FactorizationMachine implements Learner<FactorState> {

  private static final long serialVersionUID = 1;
  private static final int HEADERS = 400;
  private static final int MOST_FACTORS = 1_000;

  /** No parameter is further from 0: sums of squares stay finite. */
  private static final double MOST = 1e6;

  /**
   * What it learns.
   *
   * @param factors how many a coordinate has, 1 to 1000
   * @param alpha α, how far a parameter goes at first, above 0
   * @param ridge how much parameters are held to 0, 0 or more
   * @param spread deviation of factors before the first example, above 0
   * @param seed of these
   */
  public record Options(
      int factors, double alpha, double ridge, double spread, long seed, RowEncoder.Options rows)
      implements Serializable {

    public Options {
      if (factors < 1 || factors > MOST_FACTORS) {
        throw new IllegalArgumentException(
            "option factors is %d, must be 1 to %d".formatted(factors, MOST_FACTORS));
      }
      requireIn("alpha", alpha, Double.MIN_VALUE);
      requireIn("ridge", ridge, 0);
      requireIn("spread", spread, Double.MIN_VALUE);
    }

    private static void requireIn(String option, double value, double least) {
      if (!(value >= least && value <= MOST)) {
        throw new IllegalArgumentException(
            "option %s is %s, must be %s and at most 1e6"
                .formatted(option, value, least == 0 ? "0 or more" : "above 0"));
      }
    }

    public static Options of(io.atomstreams.operators.state.Options options) {
      return new Options(
          (int) Math.max(-1, Math.min(Integer.MAX_VALUE, options.whole("factors", 8))),
          options.number("alpha", 0.1),
          options.number("ridge", 1e-4),
          options.number("spread", 0.05),
          options.whole("seed", 0),
          RowEncoder.Options.of(options));
    }
  }

  private final Schema schema;
  private final Options options;
  private final Loss loss;
  private final RowEncoder encoder;

  public FactorizationMachine(Schema schema, Options options) {
    this.schema = schema;
    this.options = options;
    this.loss = Loss.of(schema.target());
    this.encoder = new RowEncoder(schema, options.rows());
    if (loss.sums() != 1) {
      throw new IllegalArgumentException(
          "fm learns 2 classes or a number, not %d classes".formatted(loss.sums()));
    }
  }

  @Override
  public Schema schema() {
    return schema;
  }

  Options options() {
    return options;
  }

  RowEncoder encoder() {
    return encoder;
  }

  @Override
  public StateCodec<FactorState> codec() {
    return new FactorCodec(this);
  }

  @Override
  public void predict(FactorState state, double[] row, double[] out) {
    score(state, row);
    loss.respond(state.score, out);
  }

  private void score(FactorState state, double[] values) {
    SparseRow row = state.row;
    encoder.encode(state.scaler, values, row);
    double margin = row.dot(state.weights, 0);
    for (int f = 0; f < options.factors(); f++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < row.size() - 1; i++) {
        double term = state.weights[factor(row.at(i), f)] * row.value(i);
        sum += term;
        squares += term * term;
      }
      state.sums[f] = sum;
      margin += (sum * sum - squares) / 2;
    }
    state.score[0] = loss.base(state.moments, 0) + loss.unit(state.moments) * margin;
  }

  private int factor(int coordinate, int f) {
    return encoder.width() + coordinate * options.factors() + f;
  }

  @Override
  public void learn(FactorState state, double[] row, double target, double weight) {
    encoder.learn(state.scaler, row, weight);
    state.moments.learn(target, weight);
    score(state, row);
    loss.slopes(state.moments, state.score, target, state.slope);
    step(state, weight * state.slope[0]);
  }

  /** The last coordinate is the intercept: it has no factors. */
  private void step(FactorState state, double slope) {
    SparseRow row = state.row;
    int last = row.size() - 1;
    move(state, row.at(last), slope, 0);
    for (int i = 0; i < last; i++) {
      double x = row.value(i);
      move(state, row.at(i), slope * x, options.ridge());
      for (int f = 0; f < options.factors(); f++) {
        int at = factor(row.at(i), f);
        double others = state.sums[f] - state.weights[at] * x;
        move(state, at, slope * x * others, options.ridge());
      }
    }
  }

  private void move(FactorState state, int at, double slope, double ridge) {
    double g = bounded(slope + ridge * state.weights[at]);
    state.squares[at] += g * g;
    double rate = options.alpha() / Math.sqrt(1 + state.squares[at]);
    state.weights[at] = bounded(state.weights[at] - rate * g);
  }

  private static double bounded(double x) {
    return Math.max(-MOST, Math.min(MOST, x));
  }

  @Override
  public long memoryBytes(FactorState state) {
    return HEADERS + 2L * Double.BYTES * state.weights.length + state.scaler.memoryBytes();
  }

  @Override
  public String toString() {
    return "fm of %d attributes".formatted(schema.width());
  }
}
