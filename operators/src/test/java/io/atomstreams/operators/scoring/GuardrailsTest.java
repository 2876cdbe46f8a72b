package io.atomstreams.operators.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.evidence.SampleRatio;
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

  private static SampleRatio split(int canary, int others, double share) {
    SampleRatio split = new SampleRatio();
    for (int i = 0; i < canary + others; i++) {
      split.add(share, i < canary);
    }
    return split;
  }

  @Test
  void aSplitThatTheRampCannotHaveMadeIsABreach() {
    assertThat(USUAL.sampleRatioBreach(split(520, 9_480, 0.05))).isEmpty();
    assertThat(USUAL.sampleRatioBreach(split(620, 9_380, 0.05)).orElseThrow())
        .contains("620 entities where 500.0 are expected");
    assertThat(USUAL.sampleRatioBreach(split(0, 20, 0.05))).isEmpty();
  }

  /** Of many honest splits that are looked at again and again. */
  @Test
  void honestSplitsRarelyBreach() {
    SplittableRandom random = new SplittableRandom(3);
    Guardrails loose = new Guardrails(1, 5, 1, 1, 0.05, 30, 0);
    int alarms = 0;
    for (int trial = 0; trial < 500; trial++) {
      SampleRatio split = new SampleRatio();
      boolean alarm = false;
      for (int i = 0; i < 2000; i++) {
        split.add(0.25, random.nextDouble() < 0.25);
        alarm |= i % 20 == 0 && loose.sampleRatioBreach(split).isPresent();
      }
      alarms += alarm ? 1 : 0;
    }
    assertThat(alarms).isBetween(1, 25);
  }

  @Test
  void impossibleBoundsAreRefused() {
    assertThatThrownBy(() -> new Guardrails(2, 5, 1, 1, 0.1, 30, 0))
        .hasMessage("guardrail failureRate is 2.0, must be 0.0 to 1.0");
    assertThatThrownBy(() -> new Guardrails(0.1, 5, 1, 1, 0.1, 5, 0))
        .hasMessageContaining("minimumRows");
  }
}
