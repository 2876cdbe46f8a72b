package io.atomstreams.operators.conformal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.conformal.CoverageExperiment.Drift;
import io.atomstreams.operators.conformal.CoverageExperiment.Run;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** 90 % intervals, labels 1,000 rows late: the coverage of every window of 10,000 rows. */
class CoverageTest {

  private static final Threshold<?> DELAYED = Thresholds.parse("delayed");
  private static final int ROWS = 60_000;
  private static final int START = 30_000;

  private static final Map<List<Object>, Run> RUNS = new HashMap<>();

  private static Run delayed(Drift drift, int start, int seed) {
    return RUNS.computeIfAbsent(
        List.of(drift, start, seed),
        unused -> CoverageExperiment.run(DELAYED, drift, ROWS, start, seed));
  }

  @ParameterizedTest
  @EnumSource(Drift.class)
  void everyWindowBeforeAndAfterAnyDriftHolds88To92Percent(Drift drift) {
    for (int seed = 100; seed < 102; seed++) {
      Run run = delayed(drift, START, seed);

      assertIn(run.range(0, START, 10), 0.88, 0.92);
      assertIn(run.range(START + 12_000, ROWS, 10), 0.88, 0.92);
    }
  }

  @ParameterizedTest
  @CsvSource({"NONE", "GRADUAL_X3", "SCALE_THIRD"})
  void everyWindowAcrossADriftThatLabelsCanFollowHolds88To92Percent(Drift drift) {
    for (int seed = 100; seed < 102; seed++) {
      Run run = delayed(drift, START, seed);

      assertIn(run.range(0, ROWS, 10), 0.88, 0.92);
    }
  }

  @ParameterizedTest
  @CsvSource({"SCALE_X3, 0", "SCALE_X3, 5000", "SCALE_X2, 2500", "MEAN_1, 5000", "MEAN_2, 0"})
  void theWindowThatHoldsASuddenDriftIsMadeGoodWithinIt(Drift drift, int rowsIntoTheWindow) {
    for (int seed = 100; seed < 103; seed++) {
      Run run = delayed(drift, START + rowsIntoTheWindow, seed);

      assertIn(run.range(0, ROWS, CoverageExperiment.WINDOW), 0.88, 0.92);
    }
  }

  /** The rows between a sudden change and its first label are lost to everyone. */
  @ParameterizedTest
  @CsvSource({"SCALE_X3", "SCALE_X2", "MEAN_2"})
  void noWindowFallsAPointBelowTheBestOfOneThatKnowsAllButTheLateLabels(Drift drift) {
    Run run = delayed(drift, START, 100);
    Run oracle = CoverageExperiment.runOracle(drift, ROWS, START, 100);

    assertThat(oracle.range(0, ROWS, 10)[0]).isLessThan(0.88);
    assertThat(run.range(0, ROWS, 10)[0]).isGreaterThan(oracle.range(0, ROWS, 10)[0] - 0.01);
  }

  @Test
  void intervalsAreHardlyWiderThanThoseOfTheExactQuantile() {
    for (Drift drift : Drift.values()) {
      Run run = delayed(drift, START, 101);
      Run oracle = CoverageExperiment.runOracle(drift, ROWS, START, 101);

      assertThat(run.meanWidth() / oracle.meanWidth()).isBetween(0.97, 1.08);
    }
  }

  /** Plain adaptive inference swings with the delay: why there is another way at all. */
  @Test
  void adaptiveInferenceWithoutThoughtForTheDelayLeavesTheBand() {
    Run run = CoverageExperiment.run(Thresholds.parse("aci"), Drift.NONE, ROWS, START, 100);

    double[] range = run.range(0, ROWS, 10);
    assertThat(range[1] - range[0]).isGreaterThan(0.04);
  }

  /** With {@code -Datom.coverage.seeds=30} it prints the table of the README. */
  @Test
  void theTableHasARowForEachDrift() {
    int seeds = Integer.getInteger("atom.coverage.seeds", 0);
    Set<Drift> drifts = seeds > 0 ? EnumSet.allOf(Drift.class) : EnumSet.of(Drift.GRADUAL_X3);
    String threshold = System.getProperty("atom.coverage.threshold", "delayed");
    String table =
        CoverageExperiment.table(Thresholds.parse(threshold), drifts, Math.max(1, seeds));

    assertThat(table.lines()).hasSize(1 + drifts.size());
    if (seeds > 0) {
      System.out.print(table);
    }
  }

  private static void assertIn(double[] range, double least, double most) {
    assertThat(range[0]).isGreaterThanOrEqualTo(least);
    assertThat(range[1]).isLessThanOrEqualTo(most);
  }
}
