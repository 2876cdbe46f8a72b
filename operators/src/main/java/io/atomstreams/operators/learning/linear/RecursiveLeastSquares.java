package io.atomstreams.operators.learning.linear;

import io.atomstreams.model.engine.linear.LinearLink;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.encoding.OnlineScaler;
import io.atomstreams.operators.learning.encoding.RowEncoder;
import io.atomstreams.operators.learning.encoding.SparseRow;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Recursive least squares with exponential forgetting. After {@code n} examples the weights, of the
 * intercept too, are those that make
 *
 * <pre>
 *   Σ λ^(n − i) · vᵢ · (yᵢ − w · xᵢ)² + ridge · |w|²
 * </pre>
 *
 * least, exactly but for rounding: inputs are taken as they are, not standardised, and a missing
 * number counts as 0. The triangle of the problem is kept and turned ({@link TriangularFactor}),
 * which is stable where the textbook's inverse matrix is not. Were forgetting to take the ridge
 * with it, a direction without news would blow up; so with {@code λ < 1} each example also renews
 * the ridge of one coordinate in turn (as Gay 1996), and the ridge is about what is said above.
 *
 * <p>With {@code λ = 1} examples can be taken back, exactly but for rounding, and states merge
 * exactly. What would leave less than nothing, as it was never learnt, is not taken back. With
 * {@code λ < 1} nobody knows how much of an example is left, so it is not.
 *
 * <p>Cost: {@code 2d²} operations an example and {@code d²/2} at the first prediction after it,
 * with {@code d} coordinates; memory {@code 4d²} bytes.
 */
public final class RecursiveLeastSquares implements Learner<RlsState> {

  private static final long serialVersionUID = 1;
  private static final int HEADERS = 300;
  private static final int MOST_COORDINATES = 4_000;

  /** Nothing is standardised. */
  private static final OnlineScaler NONE = new OnlineScaler(0);

  /**
   * What it minimises.
   *
   * @param lambda λ, how much of an example is left after the next, in (0.5, 1]
   * @param ridge how much weights are held to 0, in squared units of the inputs; above 0
   * @param log whether {@code sign(x) · ln(1 + |x|)} of a number is taken
   */
  public record Options(double lambda, double ridge, boolean log) implements Serializable {

    public Options {
      if (!(lambda > 0.5 && lambda <= 1)) {
        throw new IllegalArgumentException(
            "option lambda is %s, must be above 0.5 and at most 1".formatted(lambda));
      }
      if (!(ridge > 0) || Double.isInfinite(ridge)) {
        throw new IllegalArgumentException("option ridge is %s, must be above 0".formatted(ridge));
      }
    }

    public static Options of(io.atomstreams.operators.state.Options options) {
      return new Options(
          options.number("lambda", 1), options.number("ridge", 1e-3), options.flag("log", false));
    }
  }

  private final Schema schema;
  private final Options options;
  private final RowEncoder encoder;

  public RecursiveLeastSquares(Schema schema, Options options) {
    this.schema = schema;
    this.options = options;
    this.encoder =
        new RowEncoder(schema, new RowEncoder.Options(false, options.log(), Float.MAX_VALUE));
    if (encoder.width() > MOST_COORDINATES) {
      throw new IllegalArgumentException(
          "rls has %d coordinates (numbers and levels), can have %d at most; take ftrl-squared"
              .formatted(encoder.width(), MOST_COORDINATES));
    }
  }

  @Override
  public Schema schema() {
    return schema;
  }

  RowEncoder encoder() {
    return encoder;
  }

  Options options() {
    return options;
  }

  @Override
  public StateCodec<RlsState> codec() {
    return new RlsCodec(this);
  }

  @Override
  public void predict(RlsState state, double[] row, double[] out) {
    encoder.encode(NONE, row, state.row);
    out[0] = OnlineScaler.bounded(state.row.dot(state.weights(), 0));
  }

  @Override
  public void learn(RlsState state, double[] row, double target, double weight) {
    double size = Math.sqrt(Math.abs(weight));
    double y = size * OnlineScaler.bounded(target);
    if (weight > 0 && options.lambda() < 1) {
      forget(state);
    }
    fill(state, row, size);
    if (weight > 0) {
      state.factor.include(y);
    } else {
      state.factor.exclude(y);
    }
    state.changed();
  }

  private void forget(RlsState state) {
    state.factor.shrink(Math.sqrt(options.lambda()));
    int renewed = (int) (state.steps++ % encoder.width());
    double share = (1 - options.lambda()) * encoder.width();
    state.factor.emptyRow()[renewed] = Math.sqrt(share * options.ridge());
    state.factor.include(0);
  }

  private void fill(RlsState state, double[] values, double size) {
    SparseRow row = state.row;
    encoder.encode(NONE, values, row);
    double[] x = state.factor.emptyRow();
    for (int i = 0; i < row.size(); i++) {
      x[row.at(i)] = size * row.value(i);
    }
  }

  @Override
  public boolean retracts() {
    return options.lambda() == 1;
  }

  /** Sums the problems; of the ridges, one for each, all but one are taken off again. */
  @Override
  public Optional<RlsState> merge(List<RlsState> states) {
    if (states.isEmpty() || options.lambda() < 1) {
      return Optional.empty();
    }
    RlsState merged = codec().copy(states.get(0));
    for (RlsState other : states.subList(1, states.size())) {
      merged.factor.include(other.factor);
      for (int i = 0; i < encoder.width(); i++) {
        merged.factor.emptyRow()[i] = Math.sqrt(options.ridge());
        merged.factor.exclude(0);
      }
    }
    merged.changed();
    return Optional.of(merged);
  }

  @Override
  public Optional<LearnedModel> publish(RlsState state) {
    LinearSnapshot snapshot = new LinearSnapshot(schema, encoder, NONE);
    double[] weights = state.weights();
    return Optional.of(
        snapshot.model(LinearLink.IDENTITY, List.of(snapshot.sum(at -> weights[at], 0))));
  }

  @Override
  public long memoryBytes(RlsState state) {
    return HEADERS + state.factor.memoryBytes() + (long) Double.BYTES * encoder.width();
  }

  @Override
  public String toString() {
    return "rls of %d attributes".formatted(schema.width());
  }
}
