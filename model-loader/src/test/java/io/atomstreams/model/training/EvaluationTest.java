package io.atomstreams.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static final boolean[] LABELS = {true, false, true, false};

  @Test
  void countsPairsInTheRightOrder() {
    // positives 0.9 and 0.4 against negatives 0.5 and 0.1: three of four pairs are right
    float[] scores = {0.9f, 0.5f, 0.4f, 0.1f};

    assertThat(Evaluation.of(scores, LABELS).auc()).isEqualTo(0.75);
  }

  @Test
  void countsATieAsHalf() {
    // 0.5 against 0.5 is half, 0.5 against 0.1 right, 0.9 against both right: 3.5 of 4
    assertThat(Evaluation.of(new float[] {0.9f, 0.5f, 0.5f, 0.1f}, LABELS).auc()).isEqualTo(0.875);
  }

  @Test
  void takesTheLogarithmOfWhatHappened() {
    float[] scores = {0.5f, 0.5f, 0.25f, 0.75f};
    double byHand = (Math.log(2) + Math.log(2) + Math.log(4) + Math.log(4)) / 4;

    assertThat(Evaluation.of(scores, LABELS).logLoss()).isCloseTo(byHand, within(1e-12));
  }

  @Test
  void keepsALossFiniteWhenAModelWasSureAndWrong() {
    double loss = Evaluation.of(new float[] {0f}, new boolean[] {true}).logLoss();

    assertThat(loss).isCloseTo(7 * Math.log(10), within(1e-9));
  }

  @Test
  void judgesTheBaseRateByItsEntropy() {
    Evaluation evaluation = Evaluation.ofBaseRate(0.5, LABELS);

    assertThat(evaluation.logLoss()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(evaluation.auc()).isEqualTo(0.5);
    assertThat(evaluation.positives()).isEqualTo(2);
    assertThat(evaluation.rows()).isEqualTo(4);
  }

  @Test
  void hasNoAucWithoutBothClasses() {
    assertThat(Evaluation.of(new float[] {0.1f, 0.2f}, new boolean[] {true, true}).auc()).isNaN();
  }

  @Property(tries = 300)
  void agreesWithCountingAllPairs(
      @ForAll @Size(min = 2, max = 40) int @IntRange(max = 9) [] tenths, @ForAll long labelBits) {
    float[] scores = new float[tenths.length];
    boolean[] labels = new boolean[tenths.length];
    for (int i = 0; i < tenths.length; i++) {
      scores[i] = tenths[i] / 10f;
      labels[i] = (labelBits >>> i & 1) == 1;
    }

    double byPairs = naiveAuc(scores, labels);

    if (Double.isNaN(byPairs)) {
      assertThat(Evaluation.auc(scores, labels)).isNaN();
    } else {
      assertThat(Evaluation.auc(scores, labels)).isCloseTo(byPairs, within(1e-12));
    }
  }

  private static double naiveAuc(float[] scores, boolean[] labels) {
    double right = 0;
    int pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (labels[i] && !labels[j]) {
          pairs++;
          right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return right / pairs;
  }
}
