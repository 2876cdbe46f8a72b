package io.atomstreams.operators.learning.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.learning.catalogue.Learners;
import io.atomstreams.operators.state.CounterRandom;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AlmaTest {

  private static final Offset<Double> EPSILON = within(1e-12);
  private static final Schema TWO = Schema.numbers(List.of("a", "b"), Target.binary());

  private static Alma learner(String options) {
    return (Alma) Learners.parse("alma" + options, TWO);
  }

  /** Rounds by hand: α = 1/2, so the margin to reach is 1 / √k. */
  @Test
  void doesWhatThePaperSays() {
    Alma learner = learner(":alpha=0.5,scale=false");
    AlmaState state = learner.codec().create();

    learner.learn(state, new double[] {2, 2}, 1, 1);
    // x = (2, 2, 1) / 3, w = √2 · x, cut to length 1
    assertThat(state.weights).containsExactly(new double[] {2.0 / 3, 2.0 / 3, 1.0 / 3}, EPSILON);
    assertThat(state.corrections).isEqualTo(2);

    learner.learn(state, new double[] {2, 2}, 1, 1);
    // the margin is 1, above 1 / √2
    assertThat(state.corrections).isEqualTo(2);

    learner.learn(state, new double[] {0, 0}, 0, 1);
    // x = (0, 0, 1), w · x = 1/3, w − √2 / √2 · x = (2/3, 2/3, −2/3), of length 2 / √3
    double expected = 1 / Math.sqrt(3);
    assertThat(state.weights)
        .containsExactly(new double[] {expected, expected, -expected}, EPSILON);
  }

  @Test
  void weightsAreNeverLongerThanOne() {
    Alma learner = learner("");
    AlmaState state = learner.codec().create();
    CounterRandom random = new CounterRandom(1);
    for (int i = 0; i < 1000; i++) {
      learner.learn(
          state, new double[] {random.nextDouble(), random.nextDouble()}, random.nextInt(2), 1);
      assertThat(Arrays.stream(state.weights).map(w -> w * w).sum()).isLessThan(1 + 1e-9);
    }
  }

  @Test
  void learnsNothingMoreOnceTheMarginIsWide() {
    Alma learner = learner("");
    AlmaState state = learner.codec().create();
    CounterRandom random = new CounterRandom(2);
    long corrections = 0;
    for (int i = 0; i < 40_000; i++) {
      int target = random.nextInt(2);
      double a = random.nextDouble() + (target == 1 ? 2 : -3);
      if (i == 20_000) {
        corrections = state.corrections;
      }
      learner.learn(state, new double[] {a, random.nextDouble()}, target, 1);
    }
    assertThat(state.corrections).isEqualTo(corrections);
  }

  @Test
  void refusesAMarginOutOfRange() {
    for (String alpha : List.of("0", "1.1", "-1")) {
      assertThatThrownBy(() -> learner(":alpha=" + alpha))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("option alpha is");
    }
  }
}
