package io.atomstreams.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.evaluation.GroupFairness.Report;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupFairnessTest {

  private static final GroupFairness FAIRNESS =
      new GroupFairness(new GroupFairness.Options(0.5, 0, 0.05, 10));

  /**
   * Three groups of different sizes.
   *
   * @param bias added to the scores of group c, whose labels stay as they were
   */
  private static GroupFairness.State stream(long seed, int size, double bias) {
    Random random = new Random(seed);
    GroupFairness.State state = FAIRNESS.codec().create();
    for (int i = 0; i < size; i++) {
      String group = random.nextInt(10) < 6 ? "a" : random.nextInt(4) < 3 ? "b" : "c";
      double p = random.nextDouble();
      double said = Math.max(0, Math.min(1, p + (group.equals("c") ? bias : 0)));
      FAIRNESS.add(state, group, Outcome.binary(said, random.nextDouble() < p));
    }
    return state;
  }

  @Test
  void anInjectedGapRaisesAnAlarmOfThatGroup() {
    for (int seed = 0; seed < 50; seed++) {
      Report report = FAIRNESS.report(stream(seed, 10_000, -0.15));

      assertThat(report.alarm()).isTrue();
      assertThat(report.groups().get(2).parity().alarm()).isTrue();
      assertThat(report.groups().get(2).opportunity().alarm()).isTrue();
      assertThat(report.groups().get(2).calibration().alarm()).isTrue();
      assertThat(report.parityDifference()).isCloseTo(0.15, within(0.06));
      assertThat(report.parityRatio()).isCloseTo(0.7, within(0.12));
    }
  }

  @Test
  void groupsTreatedAlikeRaiseNoMoreAlarmsThanSaid() {
    int alarms = 0;
    for (int seed = 0; seed < 400; seed++) {
      alarms += FAIRNESS.report(stream(seed, 1_000, 0)).alarm() ? 1 : 0;
    }

    // 20 are said at most; three standard deviations above are 33.
    assertThat(alarms).isLessThan(33);
  }

  @Test
  void aGapWithinTheToleranceIsAccepted() {
    GroupFairness tolerant = new GroupFairness(new GroupFairness.Options(0.5, 0.3, 0.05, 10));

    assertThat(tolerant.report(stream(1, 10_000, -0.15)).alarm()).isFalse();
  }

  @Test
  void figuresAreTheCountedOnes() {
    GroupFairness.State state = FAIRNESS.codec().create();
    boolean[][] outcomes = {{true, true}, {true, false}, {false, true}, {false, false}};
    int[][] times = {{30, 10, 20, 40}, {20, 20, 30, 30}};
    for (int group = 0; group < 2; group++) {
      for (int cell = 0; cell < 4; cell++) {
        double p = outcomes[cell][0] ? 0.75 : 0.25;
        FAIRNESS.add(
            state, "g" + group, Outcome.binary(p, outcomes[cell][1]).weighing(times[group][cell]));
      }
    }

    Report report = FAIRNESS.report(state);

    assertThat(report.parityDifference()).isZero();
    assertThat(report.parityRatio()).isEqualTo(1);
    assertThat(report.opportunityDifference()).isCloseTo(0.2, within(1e-15));
    assertThat(report.groups().get(0).opportunity().value()).isCloseTo(0.2, within(1e-15));
    assertThat(report.groups().get(0).calibration().value()).isCloseTo(-0.05, within(1e-15));
  }

  @Test
  void whatIsTakenBackAndMergedLeavesTheSameReport() throws IOException {
    GroupFairness.State state = stream(1, 500, 0.1);
    GroupFairness.State two = stream(2, 500, 0.1);
    Report before = FAIRNESS.report(state);
    FAIRNESS.add(state, "b", Outcome.binary(0.7, true));
    FAIRNESS.add(state, "b", Outcome.binary(0.7, true).weighing(-1));
    assertThat(FAIRNESS.report(state)).isEqualTo(before);

    GroupFairness.State copy = FAIRNESS.codec().copy(state);
    FAIRNESS.merge(copy, two);
    FAIRNESS.merge(two, EvaluatorOracleTest.throughBytes(FAIRNESS.codec(), state));
    assertThat(FAIRNESS.report(copy)).isEqualTo(FAIRNESS.report(two));
    assertThat(FAIRNESS.report(state)).isEqualTo(before);
  }

  @Test
  void groupsBeyondTheMostAreCountedTogether() {
    GroupFairness.State state = FAIRNESS.codec().create();
    for (int i = 0; i < 15; i++) {
      FAIRNESS.add(state, "g" + i, Outcome.binary(0.5, true));
    }

    assertThat(FAIRNESS.report(state).groups())
        .hasSize(11)
        .anySatisfy(
            group -> {
              assertThat(group.name()).isEqualTo(GroupFairness.OTHERS);
              assertThat(group.weight()).isEqualTo(5);
            });
  }

  /** Newcombe 1998, table II: 56/70 against 48/80 and 9/10 against 3/10, method 10. */
  @Test
  void intervalsOfDifferencesAreNewcombes() {
    Proportion.Interval a = new Proportion(56, 70).minus(new Proportion(48, 80), 1.959964);
    assertThat(a.low()).isCloseTo(0.0524, within(5e-5));
    assertThat(a.high()).isCloseTo(0.3339, within(5e-5));
    Proportion.Interval b = new Proportion(9, 10).minus(new Proportion(3, 10), 1.959964);
    assertThat(b.low()).isCloseTo(0.1705, within(5e-5));
    assertThat(b.high()).isCloseTo(0.8090, within(5e-5));
  }

  @Test
  void normalTailsAreTheTabulatedOnes() {
    assertThat(Proportion.tail(1.959963984540054)).isCloseTo(0.025, within(1e-12));
    assertThat(Proportion.tail(3.090232306167813)).isCloseTo(0.001, within(1e-13));
    assertThat(Proportion.tail(0)).isEqualTo(0.5);
    assertThat(Proportion.quantile(0.025)).isCloseTo(1.959963984540054, within(1e-9));
    assertThat(Proportion.quantile(1e-9)).isCloseTo(5.99780701500768, within(1e-7));
  }
}
