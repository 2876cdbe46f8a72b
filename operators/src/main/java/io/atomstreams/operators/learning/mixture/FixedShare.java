package io.atomstreams.operators.learning.mixture;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Several learners that learn the same examples; the answer is their average, weighted by how
 * probable each said the latest labels were: Herbster, Warmuth, "Tracking the Best Expert", Machine
 * Learning 32, 1998, with logarithmic loss. Before it learns an example,
 *
 * <pre>  w ← (1 − α)·w·p(y) / Σ w·p(y) + α / members,   p(y) at least {@value #LEAST_PROBABILITY}
 * </pre>
 *
 * so that the logarithmic loss is at most that of the best sequence of members that changes {@code
 * k} times among {@code T} examples plus {@code k·ln(members/α) + T·α} or so, and a member that is
 * right now is followed within a few examples, however long it was wrong.
 *
 * <p>Cost and memory: the members', who predict each example once more when it is learned. The
 * weights judge members with the labels they have by then: where labels are late, those that adapt
 * fast look better than they are at the time of the prediction.
 */
public final class FixedShare implements Learner<MixtureState> {

  private static final long serialVersionUID = 1L;
  private static final double LEAST_PROBABILITY = 0.01;

  private final Schema schema;
  private final List<Learner<Object>> members;
  private final Options options;

  /**
   * How it follows.
   *
   * @param share α, above 0 and up to 0.5: how readily another member is followed
   */
  public record Options(double share) implements Serializable {

    public Options {
      if (!(share > 0 && share <= 0.5)) {
        throw new IllegalArgumentException(
            "option share is %s, must be above 0, up to 0.5".formatted(share));
      }
    }
  }

  /** Learners of the same schema, for classes; one or more. */
  public FixedShare(List<Learner<?>> members, Options options) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a mixture has no members; name one or more");
    }
    this.schema = members.get(0).schema();
    this.members = new ArrayList<>();
    this.options = options;
    for (Learner<?> member : members) {
      if (!member.schema().equals(schema) || schema.target().isNumber()) {
        throw new IllegalArgumentException(
            "the members of a mixture learn the same classes from the same attributes");
      }
      this.members.add(erased(member));
    }
  }

  /** A state is only ever given to the learner that made it. */
  @SuppressWarnings("unchecked")
  private static Learner<Object> erased(Learner<?> member) {
    return (Learner<Object>) member;
  }

  /**
   * Reads {@code members=NAME:key=value;key=value+NAME,share=α}.
   *
   * @param byName makes a learner from what its name and options are elsewhere
   * @param usual members where none are given
   */
  public static FixedShare of(
      Schema schema,
      io.atomstreams.operators.state.Options given,
      List<String> usual,
      BiFunction<String, Schema, Learner<?>> byName) {
    List<Learner<?>> members = new ArrayList<>();
    for (String member : given.text("members", String.join("+", usual)).split("\\+", -1)) {
      try {
        members.add(byName.apply(member.replace(';', ','), schema));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s: option members: %s".formatted(given.name(), e.getMessage()), e);
      }
    }
    return new FixedShare(members, new Options(given.number("share", 0.01)));
  }

  @Override
  public Schema schema() {
    return schema;
  }

  List<Learner<Object>> members() {
    return members;
  }

  @Override
  public StateCodec<MixtureState> codec() {
    return new MixtureCodec(this);
  }

  @Override
  public void predict(MixtureState state, double[] row, double[] out) {
    Arrays.fill(out, 0);
    for (int m = 0; m < members.size(); m++) {
      members.get(m).predict(state.members[m], row, state.said[m]);
      for (int c = 0; c < out.length; c++) {
        out[c] += state.trust[m] * state.said[m][c];
      }
    }
  }

  @Override
  public void learn(MixtureState state, double[] row, double target, double weight) {
    double sum = 0;
    for (int m = 0; m < members.size(); m++) {
      members.get(m).predict(state.members[m], row, state.said[m]);
      state.trust[m] *=
          Math.pow(Math.max(state.said[m][(int) target], LEAST_PROBABILITY), Math.min(weight, 1));
      sum += state.trust[m];
    }
    for (int m = 0; m < members.size(); m++) {
      state.trust[m] =
          (1 - options.share()) * state.trust[m] / sum + options.share() / members.size();
      members.get(m).learn(state.members[m], row, target, weight);
    }
  }

  @Override
  public long memoryBytes(MixtureState state) {
    long bytes = 0;
    for (int m = 0; m < members.size(); m++) {
      bytes += members.get(m).memoryBytes(state.members[m]);
    }
    return bytes;
  }
}
