package io.atomstreams.pipelines.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.bench.drift.Course.Change;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FamiliesTest {

  private static final int LENGTH = 20_000;

  static List<Family> all() {
    return Families.ALL;
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).average().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aSeedIsAlwaysTheSameStreamAndAnotherIsAnother(Family family) {
    double[] values = family.course(LENGTH, 3).values();
    assertThat(values).hasSize(LENGTH).isEqualTo(family.course(LENGTH, 3).values());
    assertThat(values).isNotEqualTo(family.course(LENGTH, 4).values());
    for (double value : values) {
      assertThat(family.binary() ? value == 0 || value == 1 : value >= 0 && value <= 1).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void theMeanMovesWhereItIsSaidTo(Family family) {
    double move = 0;
    int seeds = 20;
    List<Change> changes = family.course(LENGTH, 1).changes();
    for (int seed = 1; seed <= seeds; seed++) {
      Course course = family.course(LENGTH, seed);
      assertThat(course.changes()).isEqualTo(changes);
      for (Change change : changes) {
        int from = change.begin() - LENGTH / 10;
        int to = change.begin() + LENGTH / 10;
        double after = mean(course.values(), change.begin(), to);
        double rise = after - mean(course.values(), from, change.begin());
        move += (change.rise() ? rise : -rise) / seeds / changes.size();
      }
    }
    if (!changes.isEmpty()) {
      assertThat(move).isGreaterThan(0.004);
    } else {
      assertThat(family.summary()).contains("no change");
    }
  }

  /** Mean 3/10, variance 3 * 7 / (100 * 11). */
  @Test
  void lossesAreOfTheBetaDistribution() {
    CounterRandom random = new CounterRandom(1);
    double sum = 0;
    double squares = 0;
    int n = 200_000;
    for (int i = 0; i < n; i++) {
      double loss = Loss.beta(random, 0.3);
      sum += loss;
      squares += loss * loss;
    }
    double mean = sum / n;
    assertThat(mean).isCloseTo(0.3, within(0.002));
    assertThat(squares / n - mean * mean).isCloseTo(21.0 / 1_100, within(0.0005));
  }
}
