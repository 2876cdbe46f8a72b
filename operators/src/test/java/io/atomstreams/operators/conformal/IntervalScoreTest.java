package io.atomstreams.operators.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IntervalScoreTest {

  @ParameterizedTest
  @EnumSource(IntervalScore.class)
  void anIntervalHoldsWhatScoresAtMostTheThreshold(IntervalScore kind) {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      double a = random.nextInt(100) - 50;
      double[] prediction =
          kind == IntervalScore.ABSOLUTE ? new double[] {a} : two(kind, a, random);
      double y = random.nextInt(400) / 2.0 - 100;
      double threshold = random.nextInt(64) / 2.0 - 4;

      assertThat(kind.interval(prediction, threshold).holds(y))
          .isEqualTo(kind.score(prediction, y) <= threshold);
    }
  }

  private static double[] two(IntervalScore kind, double a, Random random) {
    double more = 1 << random.nextInt(4);
    return new double[] {a, kind == IntervalScore.SCALED ? more : a + more};
  }

  @Test
  void anInfiniteThresholdHoldsEverything() {
    assertThat(
            IntervalScore.ABSOLUTE
                .interval(new double[] {3}, Double.POSITIVE_INFINITY)
                .holds(-1e300))
        .isTrue();
  }

  @Test
  void aSpreadOfNothingIsRefused() {
    assertThatThrownBy(() -> IntervalScore.SCALED.score(new double[] {1, 0}, 1))
        .hasMessage("a spread is 0.0, must be greater than 0");
    assertThatThrownBy(() -> IntervalScore.QUANTILES.score(new double[] {1}, 1))
        .hasMessage("a prediction for QUANTILES intervals has 1 numbers, must have 2");
  }

  @Test
  void setsHoldTheTrueClassAsOftenAsAsked() {
    DelayedThreshold threshold = new DelayedThreshold(DelayedThreshold.Options.of(0.9));
    DelayedThreshold.State state = threshold.codec().create();
    Random random = new Random(2);
    int held = 0;
    double sizes = 0;
    int rows = 20_000;
    for (int i = 0; i < rows; i++) {
      double p = random.nextDouble();
      double[] probabilities = {1 - p, p};
      int truth = random.nextDouble() < p ? 1 : 0;
      double current = threshold.current(state);
      threshold.issued(state);
      held += PredictionSets.holds(probabilities, truth, current) ? 1 : 0;
      sizes += PredictionSets.size(probabilities, current);
      threshold.observe(state, PredictionSets.score(probabilities, truth), current);
    }

    assertThat((double) held / rows).isBetween(0.89, 0.91);
    // The oracle: all classes with p >= q where the mass below, q squared, is 0.1.
    assertThat(sizes / rows).isBetween(1.34, 1.40);
  }

  @Test
  void anEmptySetMayHoldTheMostLikelyClass() {
    double[] even = {0.4, 0.35, 0.25};

    assertThat(PredictionSets.size(even, 0.1)).isZero();
    assertThat(PredictionSets.holdsMostLikely(even, 0, 0.1)).isTrue();
    assertThat(PredictionSets.holdsMostLikely(even, 1, 0.1)).isFalse();
    assertThat(PredictionSets.holdsMostLikely(even, 1, 0.7)).isTrue();
  }
}
