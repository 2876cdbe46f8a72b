package io.atomstreams.operators.learning.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.learning.catalogue.Learners;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.state.Options;
import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FixedShareTest {

  private static final Schema SCHEMA = Schema.numbers(List.of("x"), Target.binary());

  /** Always says the same; counts what it is shown. */
  private record Stubborn(double positive) implements Learner<int[]> {

    @Override
    public Schema schema() {
      return SCHEMA;
    }

    @Override
    public StateCodec<int[]> codec() {
      return new StateCodec<>() {
        @Override
        public String id() {
          return "test.stubborn";
        }

        @Override
        public int version() {
          return 1;
        }

        @Override
        public int[] create() {
          return new int[1];
        }

        @Override
        public void write(int[] state, DataOutput out) throws IOException {
          out.writeInt(state[0]);
        }

        @Override
        public int[] read(DataInput in, int version) throws IOException {
          return new int[] {in.readInt()};
        }

        @Override
        public int[] copy(int[] state) {
          return state.clone();
        }
      };
    }

    @Override
    public void predict(int[] state, double[] row, double[] out) {
      out[0] = 1 - positive;
      out[1] = positive;
    }

    @Override
    public void learn(int[] state, double[] row, double target, double weight) {
      state[0]++;
    }

    @Override
    public long memoryBytes(int[] state) {
      return 20;
    }
  }

  private static FixedShare mixture(double share, double... said) {
    List<Learner<?>> members =
        java.util.Arrays.stream(said).<Learner<?>>mapToObj(Stubborn::new).toList();
    return new FixedShare(members, new FixedShare.Options(share));
  }

  private static double positive(FixedShare mixture, MixtureState state) {
    double[] out = new double[2];
    mixture.predict(state, new double[1], out);
    assertThat(out[0] + out[1]).isCloseTo(1, within(1e-12));
    return out[1];
  }

  @Test
  void weighsMembersByHowProbableTheySaidTheLabelsWere() {
    FixedShare mixture = mixture(0.1, 0.9, 0.3);
    MixtureState state = mixture.codec().create();
    assertThat(positive(mixture, state)).isCloseTo(0.6, within(1e-12));
    mixture.learn(state, new double[1], 1, 1);

    double first = 0.9 * (0.9 / 1.2) + 0.05;
    assertThat(positive(mixture, state)).isCloseTo(first * 0.9 + (1 - first) * 0.3, within(1e-12));
    assertThat((int[]) state.members[1]).containsExactly(1);
  }

  @Test
  void followsAnotherMemberWithinAFewExamplesHoweverLongItWasWrong() {
    FixedShare mixture = mixture(0.01, 0.9, 0.1);
    MixtureState state = mixture.codec().create();
    for (int i = 0; i < 10_000; i++) {
      mixture.learn(state, new double[1], 1, 1);
    }
    assertThat(positive(mixture, state)).isGreaterThan(0.88);
    for (int i = 0; i < 4; i++) {
      mixture.learn(state, new double[1], 0, 1);
    }
    assertThat(positive(mixture, state)).isLessThan(0.15);
  }

  /** Herbster and Warmuth's bound: at most k changes among T examples. */
  @Test
  void losesLittleAgainstTheBestSequenceOfMembers() {
    double share = 0.01;
    FixedShare mixture = mixture(share, 0.95, 0.5, 0.05);
    MixtureState state = mixture.codec().create();
    CounterRandom random = new CounterRandom(1);
    double loss = 0;
    double best = 0;
    int changes = 7;
    int examples = 4000;
    for (int i = 0; i < examples; i++) {
      double p = i / 500 % 2 == 0 ? 0.95 : 0.05;
      int label = random.nextDouble() < p ? 1 : 0;
      double said = positive(mixture, state);
      loss -= Math.log(label == 1 ? said : 1 - said);
      best -= Math.log(label == 1 ? p : 1 - p);
      mixture.learn(state, new double[1], label, 1);
    }
    double regret =
        Math.log(3)
            + changes * Math.log(2 / (share * 2 / 3))
            - (examples - changes) * Math.log(1 - share * 2 / 3);
    assertThat(loss - best).isBetween(0.0, regret);
  }

  @Test
  void takesAnyLearnersOfTheListAsMembers() {
    Schema schema = Schema.numbers(List.of("a", "b"), Target.classes(3));
    Learner<?> mixture =
        Learners.parse("adaptive:members=sam-knn:recent=100;lasting=100+dynamic-logistic", schema);
    assertThat(mixture.codec().layout())
        .contains("learning.self-adjusting-memory")
        .contains("learning.dynamic-logistic");
    assertThatThrownBy(() -> Learners.parse("adaptive:members=nobody", schema))
        .hasMessageContaining("adaptive: option members: there is no learner 'nobody'");
    assertThatThrownBy(() -> Learners.parse("adaptive:members=sam-knn:recent=1", schema))
        .hasMessageContaining("option members: sam-knn: option recent is 1, must be 100");
    assertThatThrownBy(
            () ->
                FixedShare.of(
                    schema, Options.of("x", Map.of("share", "0")), List.of(), (n, s) -> null))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void refusesMembersOfAnotherSchema() {
    Learner<?> other = Learners.parse("sam-knn", Schema.numbers(List.of("y"), Target.binary()));
    assertThatThrownBy(
            () -> new FixedShare(List.of(new Stubborn(0.5), other), new FixedShare.Options(0.1)))
        .hasMessageContaining("the same classes from the same attributes");
    assertThatThrownBy(() -> new FixedShare.Options(0)).hasMessageContaining("option share is 0.0");
  }
}
