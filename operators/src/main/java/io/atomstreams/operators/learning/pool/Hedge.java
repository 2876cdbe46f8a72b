package io.atomstreams.operators.learning.pool;

import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.StateCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A pool of learners that predicts the mean of their predictions, weighted by how well they
 * foretold earlier labels: {@link Weights} over {@link Losses}, at the learning rate for which the
 * mixture is proven to lose at most {@code ln N / η} more than the best member, and not much more
 * than the best sequence of members if what is best changes.
 *
 * <p>Each example is first predicted by every member, then learned by every member. An example that
 * is taken back is taken back from the members and leaves the weights as they are: they tell how
 * members did with what was known then. Cost: the sum of the members' predictions and steps, twice
 * the predictions; memory: theirs.
 */
public final class Hedge implements Learner<HedgeState> {

  private static final long serialVersionUID = 1;

  private final Schema schema;
  private final List<Learner<?>> members;
  private final Options options;

  /**
   * What is set.
   *
   * @param members as {@code ftrl-logistic(alpha=0.1;l1=0)|naive-bayes}; 2 to 64
   * @param share a, of all weight that is shared out anew with each example, in [0, 1): about the
   *     number of changes that are expected per example
   * @param rate η as a multiple of the proven one, above 0
   */
  public record Options(List<String> members, double share, double rate)
      implements java.io.Serializable {

    public Options {
      members = List.copyOf(members);
      if (members.size() < 2 || members.size() > 64) {
        throw new IllegalArgumentException(
            "hedge: option members names %d, must be 2 to 64: write members=name|name(key=value;key=value)"
                .formatted(members.size()));
      }
      if (!(share >= 0 && share < 1)) {
        throw new IllegalArgumentException(
            "hedge: option share is " + share + ", must be 0 to below 1");
      }
      if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("hedge: option rate is " + rate + ", must be above 0");
      }
    }

    /**
     * Reads {@code members}, {@code share} and {@code rate} (1).
     *
     * @param otherwise the members if none are named
     * @param share if none is given
     */
    public static Options of(
        io.atomstreams.operators.state.Options given, String otherwise, double share) {
      return new Options(
          Composition.members(given.text("members", otherwise)),
          given.number("share", share),
          given.number("rate", 1));
    }
  }

  /** A pool of the members that the options name. */
  public Hedge(Schema schema, Options options, BiFunction<String, Schema, Learner<?>> parse) {
    this.schema = schema;
    this.options = options;
    this.members = options.members.stream().<Learner<?>>map(m -> parse.apply(m, schema)).toList();
  }

  List<Learner<?>> members() {
    return members;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public StateCodec<HedgeState> codec() {
    return new HedgeCodec(schema.target(), members);
  }

  @Override
  public void predict(HedgeState state, double[] row, double[] out) {
    double[] single = state.prediction(out.length);
    Arrays.fill(out, 0);
    for (int i = 0; i < members.size(); i++) {
      state.members().get(i).predict(row, single);
      state.weights().mix(i, single, out);
    }
    Weights.bound(schema.target(), out);
  }

  @Override
  public void learn(HedgeState state, double[] row, double target, double weight) {
    if (weight > 0) {
      weigh(state, row, target, weight);
    }
    for (Member<?> member : state.members()) {
      member.learn(row, target, weight);
    }
  }

  private void weigh(HedgeState state, double[] row, double target, double weight) {
    double[] single = state.prediction(schema.target().outputs());
    double[] losses = new double[members.size()];
    state.losses().see(target);
    for (int i = 0; i < losses.length; i++) {
      state.members().get(i).predict(row, single);
      losses[i] = weight * state.losses().of(single, target);
    }
    state.weights().update(losses, options.rate * state.losses().rate(), options.share);
  }

  @Override
  public void predictAsPublished(HedgeState state, double[] row, double[] out) {
    double[] single = state.prediction(out.length);
    Arrays.fill(out, 0);
    for (int i = 0; i < members.size(); i++) {
      state.members().get(i).predictAsPublished(row, single);
      state.weights().mix(i, single, out);
    }
    Weights.bound(schema.target(), out);
  }

  /** The weight of each member now, in the order of the options; they add up to 1. */
  public double[] weights(HedgeState state) {
    double[] weights = new double[members.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = state.weights().of(i);
    }
    return weights;
  }

  @Override
  public boolean retracts() {
    return members.stream().allMatch(Learner::retracts);
  }

  @Override
  public long memoryBytes(HedgeState state) {
    return 64 + state.members().stream().mapToLong(member -> 32 + member.memoryBytes()).sum();
  }

  /**
   * An ensemble with the present weights, if every member can be published and scores yes or no.
   */
  @Override
  public Optional<LearnedModel> publish(HedgeState state) {
    return Mixture.published(schema.target(), state.members(), weights(state));
  }
}
