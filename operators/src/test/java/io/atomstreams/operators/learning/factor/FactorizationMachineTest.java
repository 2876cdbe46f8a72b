package io.atomstreams.operators.learning.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.learning.catalogue.Learners;
import io.atomstreams.operators.state.CounterRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactorizationMachineTest {

  private final CounterRandom random = new CounterRandom(4);

  /** The share of right answers to "is exactly one of the two so?", after learning. */
  private <S> double accuracyOfXor(Learner<S> learner) {
    S state = learner.codec().create();
    double[] out = new double[2];
    int right = 0;
    for (int i = 0; i < 6_000; i++) {
      double[] row = {random.nextInt(2), random.nextInt(2), random.nextDouble()};
      int target = row[0] != row[1] ? 1 : 0;
      if (i >= 4_000) {
        learner.predict(state, row, out);
        right += (out[1] > 0.5 ? 1 : 0) == target ? 1 : 0;
      } else {
        learner.learn(state, row, target, 1);
      }
    }
    return right / 2_000.0;
  }

  @Test
  void learnsWhatOnlyAPairSays() {
    List<Schema> schemas =
        List.of(
            Schema.numbers(List.of("a", "b", "c"), Target.binary()),
            new Schema(
                List.of(
                    Attribute.category("a", 2), Attribute.category("b", 2), Attribute.number("c")),
                Target.binary()));
    for (Schema schema : schemas) {
      assertThat(accuracyOfXor(Learners.parse("fm", schema))).isGreaterThan(0.99);
      assertThat(accuracyOfXor(Learners.parse("ftrl-logistic", schema))).isLessThan(0.65);
    }
  }

  /** What Rendle's sum over factors is: all pairs, one by one. */
  @Test
  void addsUpAllPairs() {
    Schema schema =
        new Schema(
            List.of(Attribute.number("a"), Attribute.number("b"), Attribute.category("c", 3)),
            Target.number());
    FactorizationMachine learner =
        (FactorizationMachine) Learners.parse("fm:factors=3,scale=false", schema);
    FactorState state = learner.codec().create();
    for (int i = 0; i < 50; i++) {
      double[] row = {random.nextDouble(), random.nextDouble(), random.nextInt(3)};
      learner.learn(state, row, row[0] * row[1] + row[2], 1);
    }
    double[] x = {0.3, 0.7, 0, 1, 0, 1};
    double sum = state.weights[5];
    for (int i = 0; i < 5; i++) {
      sum += state.weights[i] * x[i];
      for (int j = i + 1; j < 5; j++) {
        for (int f = 0; f < 3; f++) {
          sum += state.weights[6 + 3 * i + f] * state.weights[6 + 3 * j + f] * x[i] * x[j];
        }
      }
    }
    double[] out = new double[1];
    learner.predict(state, new double[] {0.3, 0.7, 1}, out);
    double[] none = new double[1];
    learner.predict(state, new double[] {0, 0, Double.NaN}, none);
    double perUnit = unit(learner, state);
    assertThat((out[0] - none[0]) / perUnit).isCloseTo(sum - state.weights[5], within(1e-12));
  }

  /** The target's deviation, found by moving the intercept. */
  private static double unit(FactorizationMachine learner, FactorState state) {
    double[] out = new double[1];
    double[] row = {0, 0, Double.NaN};
    learner.predict(state, row, out);
    double before = out[0];
    state.weights[5] += 1;
    learner.predict(state, row, out);
    state.weights[5] -= 1;
    return out[0] - before;
  }

  @Test
  void anotherSeedBeginsElsewhere() {
    Schema schema = Schema.numbers(List.of("a", "b"), Target.binary());
    FactorState one = ((FactorizationMachine) Learners.parse("fm", schema)).codec().create();
    FactorState two = ((FactorizationMachine) Learners.parse("fm:seed=1", schema)).codec().create();
    assertThat(one.weights).isNotEqualTo(two.weights);
  }

  @Test
  void refusesSettingsOutOfRangeAndManyClasses() {
    Schema schema = Schema.numbers(List.of("a", "b"), Target.binary());
    for (String text : List.of("factors=0", "alpha=0", "ridge=-1", "spread=0")) {
      assertThatThrownBy(() -> Learners.parse("fm:" + text, schema))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("option " + text.substring(0, text.indexOf('=')));
    }
    Schema three = Schema.numbers(List.of("a", "b"), Target.classes(3));
    assertThatThrownBy(() -> Learners.parse("fm", three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot learn 3 classes");
  }
}
