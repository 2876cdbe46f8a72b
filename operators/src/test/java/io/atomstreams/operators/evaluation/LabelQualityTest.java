package io.atomstreams.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelQualityTest {

  private static final LabelQuality LABELS = new LabelQuality();

  private static Tally labels(long seed, int size, double rate) {
    Random random = new Random(seed);
    Tally state = LABELS.codec().create();
    for (int i = 0; i < size; i++) {
      LABELS.due(state);
      LABELS.answered(state, random.nextDouble() < rate, random.nextInt(1_000));
    }
    return state;
  }

  @Test
  void quantilesOfDelaysAreAtMostAQuarterOctaveAbove() {
    Random random = new Random(1);
    Tally state = LABELS.codec().create();
    long[] delays = new long[5_000];
    for (int i = 0; i < delays.length; i++) {
      delays[i] = (long) Math.exp(random.nextDouble() * 30);
      LABELS.answered(state, true, delays[i]);
    }
    Arrays.sort(delays);
    for (double q : new double[] {0.001, 0.1, 0.5, 0.9, 0.99, 1}) {
      double exact = delays[(int) Math.ceil(q * delays.length) - 1];

      assertThat(LABELS.delay(state, q)).isBetween(exact, 1.26 * exact + 1);
    }
  }

  @Test
  void bucketsHoldWhatLiesBelowTheirEnd() {
    for (long delay : new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000, Long.MAX_VALUE / 3}) {
      int bucket = LabelQuality.bucket(delay);
      assertThat((double) delay).isLessThan(LabelQuality.end(bucket));
      if (bucket > 0 && delay >= 4) {
        assertThat((double) delay).isGreaterThanOrEqualTo(LabelQuality.end(bucket - 1));
      }
    }
  }

  @Test
  void flipsConflictsAndMissingLabelsAreShares() throws IOException {
    Tally state = LABELS.codec().create();
    for (int i = 0; i < 20; i++) {
      LABELS.due(state);
    }
    for (int i = 0; i < 16; i++) {
      LABELS.answered(state, i < 4, 100);
    }
    LABELS.corrected(state, true);
    LABELS.corrected(state, true);
    LABELS.conflicting(state);

    EvaluationReport report =
        LABELS.report(EvaluatorOracleTest.throughBytes(LABELS.codec(), state));

    assertThat(report.value("baseRate")).isEqualTo(6 / 16.0);
    assertThat(report.value("flipRate")).isEqualTo(2 / 16.0);
    assertThat(report.value("conflictRate")).isEqualTo(1 / 16.0);
    assertThat(report.value("missingRate")).isEqualTo(4 / 20.0);
  }

  @Test
  void aShiftOfThePriorIsFoundAndNoneIsNot() {
    int found = 0;
    int falseAlarms = 0;
    for (int seed = 0; seed < 300; seed++) {
      Tally reference = labels(seed, 2_000, 0.1);
      found += LABELS.shift(reference, labels(seed + 1_000, 2_000, 0.15), 0.01).shifted() ? 1 : 0;
      falseAlarms +=
          LABELS.shift(reference, labels(seed + 2_000, 2_000, 0.1), 0.01).shifted() ? 1 : 0;
    }

    assertThat(found).isGreaterThan(290);
    assertThat(falseAlarms).isLessThanOrEqualTo(8);
  }

  @Test
  void aKnownShiftHasItsKnownPValue() {
    Tally before = LABELS.codec().create();
    Tally after = LABELS.codec().create();
    for (int i = 0; i < 100; i++) {
      LABELS.answered(before, i < 15, 1);
      LABELS.answered(after, i < 30, 1);
    }

    LabelQuality.Shift shift = LABELS.shift(before, after, 0.05);

    // z = 0.15 / sqrt(0.225 * 0.775 * 0.02) = 2.5400
    assertThat(shift.pValue()).isBetween(0.01108, 0.01110);
    assertThat(shift.interval().low()).isPositive();
  }
}
