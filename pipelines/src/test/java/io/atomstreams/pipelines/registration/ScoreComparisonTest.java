package io.atomstreams.pipelines.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoreComparisonTest {

  private static float[] even(int rows, float from, float to) {
    float[] scores = new float[rows];
    for (int i = 0; i < rows; i++) {
      scores[i] = from + (to - from) * (i + 0.5f) / rows;
    }
    return scores;
  }

  @Test
  void findsNothingBetweenEqualScores() {
    float[] scores = even(1000, 0, 1);

    ScoreComparison same = ScoreComparison.of(scores, 0.5, scores, 0.5);

    assertThat(same.correlation()).isCloseTo(1, within(1e-12));
    assertThat(same.populationStability()).isZero();
    assertThat(same.agreement()).isEqualTo(1);
    assertThat(same.greatestDifference()).isZero();
  }

  @Test
  void measuresAShiftByTheTextbookSum() {
    float[] first = even(1000, 0, 1);
    float[] second = even(1000, 0.5f, 1);

    ScoreComparison shifted = ScoreComparison.of(first, 0.5, second, 0.5);

    // rows of the second in the first's tenths, which begin at 0, 0.1005, 0.2005 ...
    double expected = 0;
    for (int rows : new int[] {0, 0, 0, 0, 1, 200, 200, 200, 200, 199}) {
      double was = 100.5 / 1005;
      double is = (rows + 0.5) / 1005;
      expected += (is - was) * Math.log(is / was);
    }
    assertThat(shifted.populationStability()).isCloseTo(expected, within(1e-9));
    assertThat(shifted.correlation()).isCloseTo(1, within(1e-6));
    assertThat(shifted.meanDifference()).isCloseTo(0.25, within(1e-6));
    assertThat(shifted.agreement()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void comparesEachModelWithItsOwnBaseRate() {
    float[] low = {0.1f, 0.3f};
    float[] high = {0.6f, 0.8f};

    assertThat(ScoreComparison.of(low, 0.2, high, 0.7).agreement()).isEqualTo(1);
  }
}
