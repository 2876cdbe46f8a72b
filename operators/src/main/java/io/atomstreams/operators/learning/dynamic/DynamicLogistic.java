package io.atomstreams.operators.learning.dynamic;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;

/**
 * Logistic regression whose coefficients move in time, at a rate found by itself: McCormick,
 * Raftery, Madigan, Burd, "Dynamic Logistic Regression and Dynamic Model Averaging for Binary
 * Classification", Biometrics 68(1), 2012. For each rate of forgetting of {@link #FORGETTING} one
 * {@link Posterior}; the answer is the average of theirs, weighted by how probable each said the
 * latest labels were. The weights are those of fixed share (Herbster, Warmuth 1998): {@code w ← (1
 * − α)·w·p(y) / Σ + α / rates} with {@code α = }{@value #SHARE}, so that a rate that was no good
 * for long is back within a few examples.
 *
 * <p>Of more than two classes each is told from the rest, and the probabilities are divided by
 * their sum. The inputs are those of {@link RunningMeans}.
 *
 * <p>Cost of an example {@code O(rates·classes·inputs²)}, a prediction {@code
 * O(rates·classes·inputs)}; memory {@code 8·rates·classes·inputs²} bytes. Where that is more than
 * {@value #MOST_NUMBERS} numbers, covariances are left out: {@code inputs} in place of {@code
 * inputs²}.
 */
public final class DynamicLogistic implements Learner<DynamicState> {

  private static final long serialVersionUID = 1L;

  /** Examples weigh so much less with each that comes after: memories of ∞, 1,000 and 100. */
  private static final double[] FORGETTING = {1, 0.999, 0.99};

  private static final double SHARE = 0.01;
  private static final double LEAST_PROBABILITY = 0.01;
  private static final int MOST_NUMBERS = 1 << 20;

  private final Schema schema;
  private final Options options;

  /**
   * What it looks at.
   *
   * @param means over how many spans, of 4, 16, 64, … rows, numbers are compared with their means;
   *     0 to 8
   */
  public record Options(int means) implements Serializable {

    public Options {
      if (means < 0 || means > 8) {
        throw new IllegalArgumentException(
            "dynamic-logistic: option means is %d, must be 0 to 8".formatted(means));
      }
    }

    public static Options of(io.atomstreams.operators.state.Options given) {
      return new Options((int) Math.max(-1, Math.min(given.whole("means", 4), 9)));
    }
  }

  public DynamicLogistic(Schema schema, Options options) {
    if (schema.target().isNumber()) {
      throw new IllegalArgumentException("dynamic-logistic learns classes, not numbers");
    }
    this.schema = schema;
    this.options = options;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public StateCodec<DynamicState> codec() {
    return new DynamicCodec(this);
  }

  DynamicState begin() {
    int classes = schema.target().classes();
    RunningMeans means = new RunningMeans(schema.attributes(), options.means());
    long numbers =
        (long) means.inputs() * means.inputs() * FORGETTING.length * (classes == 2 ? 1 : classes);
    return new DynamicState(means, FORGETTING.length, classes, numbers <= MOST_NUMBERS);
  }

  /** What the form of the state depends on. */
  String layout() {
    StringBuilder layout = new StringBuilder();
    layout.append(schema.target().classes()).append(':').append(options.means());
    schema.attributes().forEach(attribute -> layout.append(',').append(attribute.levels()));
    return layout.toString();
  }

  @Override
  public void predict(DynamicState state, double[] row, double[] out) {
    state.look(row);
    for (int c = 0; c < out.length; c++) {
      out[c] = 0;
      for (int r = 0; r < FORGETTING.length; r++) {
        out[c] += state.trust[r] * state.said[r][c];
      }
      out[c] = Math.min(1, out[c]); // the trusts add up to 1 but for their last bits
    }
  }

  @Override
  public void learn(DynamicState state, double[] row, double target, double weight) {
    int label = (int) target;
    state.look(row);
    trust(state, label);
    for (int r = 0; r < FORGETTING.length; r++) {
      Posterior[] ofRate = state.posteriors[r];
      for (int c = 0; c < ofRate.length; c++) {
        boolean positive = ofRate.length == 1 ? label == 1 : label == c;
        ofRate[c].learn(state.inputs, positive, weight, FORGETTING[r], state.work);
      }
    }
    state.means.add(row);
  }

  private static void trust(DynamicState state, int label) {
    double sum = 0;
    for (int r = 0; r < FORGETTING.length; r++) {
      state.trust[r] *= Math.max(state.said[r][label], LEAST_PROBABILITY);
      sum += state.trust[r];
    }
    for (int r = 0; r < FORGETTING.length; r++) {
      state.trust[r] = (1 - SHARE) * state.trust[r] / sum + SHARE / FORGETTING.length;
    }
  }

  @Override
  public long memoryBytes(DynamicState state) {
    long bytes = state.means.memoryBytes() + 2L * Double.BYTES * state.inputs.length;
    for (Posterior[] ofRate : state.posteriors) {
      for (Posterior posterior : ofRate) {
        bytes += posterior.memoryBytes();
      }
    }
    return bytes;
  }
}
