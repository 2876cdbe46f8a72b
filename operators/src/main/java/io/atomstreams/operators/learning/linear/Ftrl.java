package io.atomstreams.operators.learning.linear;

import io.atomstreams.model.engine.linear.LinearSum;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.encoding.Loss;
import io.atomstreams.operators.learning.encoding.RowEncoder;
import io.atomstreams.operators.learning.encoding.SparseRow;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Follow the proximally regularised leader, coordinate by coordinate: McMahan, Holt, Sculley et
 * al., "Ad click prediction: a view from the trenches" (KDD 2013), algorithm 1. With {@code g} the
 * gradient of the loss in a weight {@code w},
 *
 * <pre>
 *   σ = (√(n + g²) − √n) / α,   z ← z + g − σ · w,   n ← n + g²
 *   w = 0 if |z| ≤ λ₁, else −(z − sign(z) · λ₁) / ((β + √n) / α + λ₂)
 * </pre>
 *
 * The intercept is a coordinate without λ₁ and λ₂. With {@code scale=false} and {@code prior=false}
 * this is the paper's algorithm; by default numbers are standardised as they come ({@link
 * RowEncoder}) and sums begin at the base rate or the mean of the targets ({@link Loss#base}).
 *
 * <p>An example of weight {@code v} has the gradient {@code v · g}. To take one back is to learn
 * its negated gradient, {@code z ← z − |v| · g}, at the present weights; {@code n} stays, so that a
 * learning rate never rises again. Numbers and targets are taken back exactly. Had nothing been
 * learnt in between and the gradient not changed, the weights would be what they were; in general
 * what remains is of the second order in the learning rate. Not so with the loss of a quantile,
 * whose slope jumps: those are not taken back.
 *
 * <p>Parts are merged by mixing their weights in the inputs' own units, by the weight of their
 * examples (McDonald, Hall, Mann 2010; Zinkevich et al. 2010); {@code n} and what scales is added.
 *
 * <p>Cost: some operations for each attribute, sum and example. Memory: 24 bytes for each
 * coordinate and sum, 32 for each number.
 */
public final class Ftrl implements Learner<FtrlState> {

  private static final long serialVersionUID = 1;
  private static final int HEADERS = 400;

  /**
   * How fast it learns.
   *
   * @param alpha α, how far a weight goes at first, above 0
   * @param beta β, how many squared gradients are taken as seen before the first, above 0
   * @param l1 λ₁, 0 or more: weights of little use are exactly 0
   * @param l2 λ₂, 0 or more
   * @param prior whether sums begin at the base rate or the mean of the targets
   */
  public record Options(
      double alpha, double beta, double l1, double l2, boolean prior, RowEncoder.Options rows)
      implements Serializable {

    public Options {
      requireAtLeast0("beta", beta);
      requireAtLeast0("l1", l1);
      requireAtLeast0("l2", l2);
      requireAtLeast0("alpha", alpha);
      if (alpha == 0) {
        throw new IllegalArgumentException("option alpha is 0, must be above 0");
      }
      if (beta == 0) {
        throw new IllegalArgumentException("option beta is 0, must be above 0");
      }
    }

    private static void requireAtLeast0(String option, double value) {
      if (!(value >= 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException(
            "option %s is %s, must be 0 or more".formatted(option, value));
      }
    }

    public static Options of(io.atomstreams.operators.state.Options options) {
      return new Options(
          options.number("alpha", 0.1),
          options.number("beta", 1),
          options.number("l1", 0),
          options.number("l2", 0),
          options.flag("prior", true),
          RowEncoder.Options.of(options));
    }
  }

  private final String name;
  private final Schema schema;
  private final Options options;
  private final Loss loss;
  private final RowEncoder encoder;

  /**
   * A learner.
   *
   * @param name of the list, which is the codec's id
   */
  public Ftrl(String name, Schema schema, Loss loss, Options options) {
    this.name = name;
    this.schema = schema;
    this.loss = loss;
    this.options = options;
    this.encoder = new RowEncoder(schema, options.rows());
  }

  @Override
  public Schema schema() {
    return schema;
  }

  Loss loss() {
    return loss;
  }

  RowEncoder encoder() {
    return encoder;
  }

  @Override
  public StateCodec<FtrlState> codec() {
    return new FtrlCodec(name, this);
  }

  @Override
  public void predict(FtrlState state, double[] row, double[] out) {
    score(state, row);
    loss.respond(state.scores, out);
  }

  /** Puts the scores of a row into the state's work space. */
  void score(FtrlState state, double[] values) {
    SparseRow row = state.row;
    encoder.encode(state.scaler, values, row);
    double unit = loss.unit(state.moments);
    for (int sum = 0; sum < state.scores.length; sum++) {
      double margin = row.dot(state.weights, sum * encoder.width());
      state.scores[sum] = loss.base(state.moments, sum) + unit * margin;
    }
  }

  @Override
  public void learn(FtrlState state, double[] row, double target, double weight) {
    if (weight > 0) {
      take(state, row, target, weight);
    }
    score(state, row);
    loss.slopes(state.moments, state.scores, target, state.slopes);
    for (int sum = 0; sum < state.slopes.length; sum++) {
      step(state, sum * encoder.width(), weight * state.slopes[sum], weight > 0);
    }
    if (weight < 0) {
      take(state, row, target, weight);
    }
  }

  private void take(FtrlState state, double[] row, double target, double weight) {
    state.examples = Math.max(0, state.examples + weight);
    encoder.learn(state.scaler, row, weight);
    if (options.prior()) {
      state.moments.learn(target, weight);
    }
  }

  private void step(FtrlState state, int from, double slope, boolean forward) {
    SparseRow row = state.row;
    for (int i = 0; i < row.size(); i++) {
      int at = from + row.at(i);
      double g = slope * row.value(i);
      if (forward) {
        double n = state.n[at] + g * g;
        double sigma = (Math.sqrt(n) - Math.sqrt(state.n[at])) / options.alpha();
        state.z[at] += g - sigma * state.weights[at];
        state.n[at] = n;
      } else {
        state.z[at] += g;
      }
      state.weights[at] = weight(state.z[at], state.n[at], row.at(i) == encoder.width() - 1);
    }
  }

  private double weight(double z, double n, boolean intercept) {
    double l1 = intercept ? 0 : options.l1();
    if (Math.abs(z) <= l1) {
      return 0;
    }
    return -(z - Math.copySign(l1, z)) / rate(n, intercept);
  }

  private double rate(double n, boolean intercept) {
    return (options.beta() + Math.sqrt(n)) / options.alpha() + (intercept ? 0 : options.l2());
  }

  private boolean isIntercept(int at) {
    return at % encoder.width() == encoder.width() - 1;
  }

  /** Makes the weights that {@code z} and {@code n} stand for. */
  FtrlState refresh(FtrlState state) {
    for (int at = 0; at < state.z.length; at++) {
      state.weights[at] = weight(state.z[at], state.n[at], isIntercept(at));
    }
    return state;
  }

  @Override
  public boolean retracts() {
    return loss.isSmooth();
  }

  @Override
  public long memoryBytes(FtrlState state) {
    return HEADERS + 3L * Double.BYTES * state.z.length + state.scaler.memoryBytes();
  }

  @Override
  public Optional<LearnedModel> publish(FtrlState state) {
    LinearSnapshot snapshot = new LinearSnapshot(schema, encoder, state.scaler);
    double unit = loss.unit(state.moments);
    List<LinearSum> sums =
        IntStream.range(0, loss.sums())
            .mapToObj(
                sum ->
                    snapshot.sum(at -> unit * state.weight(sum, at), loss.base(state.moments, sum)))
            .toList();
    return Optional.of(snapshot.model(loss.link(), sums));
  }

  @Override
  public Optional<FtrlState> merge(List<FtrlState> states) {
    FtrlState merged = codec().create();
    double[] weights = new FtrlMixing(schema, encoder, loss).mix(states, merged);
    for (int at = 0; at < weights.length; at++) {
      double l1 =
          isIntercept(at) || weights[at] == 0 ? 0 : Math.copySign(options.l1(), weights[at]);
      merged.z[at] = -weights[at] * rate(merged.n[at], isIntercept(at)) - l1;
    }
    return Optional.of(refresh(merged));
  }

  @Override
  public String toString() {
    return "%s of %d attributes".formatted(name, schema.width());
  }
}
