package io.atomstreams.operators.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GuardrailsTest {

  private static final Guardrails USUAL = Guardrails.DEFAULT;

  private static ArmStats arm(int rows, double meanScore, long nanosPerRow, double missing) {
    SplittableRandom random = new SplittableRandom(7);
    ArmStats arm = new ArmStats();
    for (int i = 0; i < rows; i++) {
      double score = meanScore + (random.nextDouble() - 0.5) * 0.2;
      arm.scored((float) Math.min(1, Math.max(0, score)));
    }
    arm.called(nanosPerRow * rows);
    arm.saw(rows * 100, (int) (missing * rows * 100));
    return arm;
  }

  @Test
  void letsTwoOfAKindStay() {
    assertThat(USUAL.breach(arm(5000, 0.5, 100, 0.1), arm(9000, 0.5, 100, 0.1))).isEmpty();
  }

  @Test
  void judgesNothingButFailuresBeforeThereAreRows() {
    assertThat(USUAL.breach(arm(400, 0.9, 9000, 0.9), arm(9000, 0.1, 100, 0))).isEmpty();
    ArmStats failing = new ArmStats();
    for (int i = 0; i < 60; i++) {
      failing.failed();
    }
    assertThat(USUAL.breach(failing, new ArmStats()).orElseThrow())
        .isEqualTo("guardrail: share of failed rows is 1.000, at most 0.01000 is allowed");
  }

  @Test
  void namesEachBreach() {
    ArmStats other = arm(5000, 0.5, 100, 0.1);
    assertThat(USUAL.breach(arm(5000, 0.5, 600, 0.1), other).orElseThrow())
        .contains("time per row");
    assertThat(USUAL.breach(arm(5000, 0.5, 100, 0.4), other).orElseThrow())
        .contains("missing values");
    assertThat(USUAL.breach(arm(5000, 0.8, 100, 0.1), other).orElseThrow())
        .contains("population stability index");
  }

  @Test
  void theStabilityIndexIsTheSumOverTheBins() {
    long[] even = {50, 50};
    long[] uneven = {80, 20};
    double expected = 0.3 * Math.log(0.801 / 0.501) - 0.3 * Math.log(0.201 / 0.501);
    assertThat(Guardrails.stabilityIndex(uneven, even)).isCloseTo(expected, within(1e-12));
    assertThat(Guardrails.stabilityIndex(even, even)).isZero();
  }

  @Test
  void theNormalTailIsTheTabulatedOne() {
    assertThat(Guardrails.upperTail(0)).isCloseTo(0.5, within(1e-7));
    assertThat(Guardrails.upperTail(1.959964)).isCloseTo(0.025, within(1e-7));
    assertThat(Guardrails.upperTail(3.890592)).isCloseTo(5e-5, within(1e-7));
  }

  @Test
  void aSplitThatTheRampCannotHaveMadeIsABreach() {
    double expected = 10_000 * 0.05;
    double variance = 10_000 * 0.05 * 0.95;
    assertThat(USUAL.sampleRatioBreach(520, expected, variance)).isEmpty();
    assertThat(USUAL.sampleRatioBreach(620, expected, variance).orElseThrow())
        .contains("620 entities where 500.0 are expected");
    assertThat(USUAL.sampleRatioBreach(0, 1, 0.95)).isEmpty();
  }

  /** Over many honest splits alarms stay near the level. */
  @Test
  void honestSplitsRarelyBreach() {
    SplittableRandom random = new SplittableRandom(3);
    Guardrails loose = new Guardrails(1, 5, 1, 1, 0.05, 30, 0);
    int alarms = 0;
    for (int trial = 0; trial < 1000; trial++) {
      int canary = 0;
      for (int i = 0; i < 2000; i++) {
        canary += random.nextDouble() < 0.25 ? 1 : 0;
      }
      alarms += loose.sampleRatioBreach(canary, 500, 375).isPresent() ? 1 : 0;
    }
    assertThat(alarms).isBetween(25, 80);
  }

  @Test
  void impossibleBoundsAreRefused() {
    assertThatThrownBy(() -> new Guardrails(2, 5, 1, 1, 0.1, 30, 0))
        .hasMessage("guardrail failureRate is 2.0, must be 0.0 to 1.0");
    assertThatThrownBy(() -> new Guardrails(0.1, 5, 1, 1, 0.1, 5, 0))
        .hasMessageContaining("minimumRows");
  }
}
