package io.atomstreams.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.drift.Detector.Signal;
import io.atomstreams.operators.state.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Where each detector of the literature alarms, computed by its formula from all values. */
class KnownAnswersTest {

  private static <S> int first(Detector<S> detector, Signal signal, IntToDoubleFunction values) {
    S state = detector.codec().create();
    for (int i = 1; i <= 100_000; i++) {
      if (detector.update(state, values.applyAsDouble(i)) == signal) {
        return i;
      }
    }
    return -1;
  }

  /** One error in ten at first, from the 1,001st value on every second: the same for each run. */
  private static double step(int i) {
    return i % (i <= 1_000 ? 10 : 2) == 0 ? 1 : 0;
  }

  @Test
  void ddmComparesWithTheLeastSum() {
    double leastP = 1;
    double leastS = 1;
    int wrong = 0;
    int expected = 0;
    for (int i = 1; expected == 0; i++) {
      wrong += (int) step(i);
      double p = (double) wrong / i;
      double s = Math.sqrt(p * (1 - p) / i);
      if (i >= 30) {
        if (p + s <= leastP + leastS) {
          leastP = p;
          leastS = s;
        }
        expected = p + s > leastP + 3 * leastS ? i : 0;
      }
    }
    // after 1,000 values p = 0.1, s = 0.0095; k values later errors are 100 + k/2
    assertThat(expected).isBetween(1_030, 1_070);
    assertThat(first(new Ddm(Ddm.Options.DEFAULT), Signal.DRIFT, KnownAnswersTest::step))
        .isEqualTo(expected);
    assertThat(first(new Ddm(Ddm.Options.DEFAULT), Signal.WARNING, KnownAnswersTest::step))
        .isLessThan(expected);
  }

  @Test
  void eddmComparesWithTheGreatestReach() {
    List<Integer> distances = new ArrayList<>();
    double greatest = 0;
    int expected = 0;
    int last = 0;
    for (int i = 1; expected == 0; i++) {
      if (step(i) == 1) {
        distances.add(i - last);
        last = i;
        double mean = distances.stream().mapToInt(d -> d).average().orElseThrow();
        double variance =
            distances.stream().mapToDouble(d -> (d - mean) * (d - mean)).average().orElseThrow();
        double reach = mean + 2 * Math.sqrt(variance);
        greatest = Math.max(greatest, reach);
        expected = distances.size() >= 30 && reach < 0.9 * greatest ? i : 0;
      }
    }
    assertThat(first(new Eddm(Eddm.Options.DEFAULT), Signal.DRIFT, KnownAnswersTest::step))
        .isEqualTo(expected);
  }

  /** Nothing but zeros, then ones: by hand, with c zeros, after k ones Z - X = k / (c + k). */
  @Test
  void hddmAverageKeepsToHoeffdingsInequality() {
    int zeros = 200;
    int k = 1;
    while ((double) k / (zeros + k)
        < Math.sqrt(k / (2.0 * zeros * (zeros + k)) * Math.log(1 / 0.001))) {
      k++;
    }
    assertThat(first(new HddmA(HddmA.Options.DEFAULT), Signal.DRIFT, i -> i <= zeros ? 0 : 1))
        .isEqualTo(zeros + k);
  }

  /**
   * Nothing but zeros, then ones. The cut lies at the last zero, where the weights' sum of squares
   * is least; after k ones the average is 1, with sum of squares c(k).
   */
  @Test
  void hddmWeightedKeepsToMcDiarmidsInequality() {
    double lambda = 0.05;
    double before = 1;
    for (int i = 1; i < 100; i++) {
      before = lambda * lambda + (1 - lambda) * (1 - lambda) * before;
    }
    double after = 1;
    int k = 1;
    while (1 <= Math.sqrt((before + after) / 2 * Math.log(1 / 0.001))) {
      after = lambda * lambda + (1 - lambda) * (1 - lambda) * after;
      k++;
    }
    assertThat(k).isGreaterThan(5);
    assertThat(first(new HddmW(HddmW.Options.DEFAULT), Signal.DRIFT, i -> i <= 100 ? 0 : 1))
        .isEqualTo(100 + k);
  }

  @Test
  void pageAndHinkleySumAboveTheMean() {
    double mean = 0;
    double sum = 0;
    double least = Double.MAX_VALUE;
    int expected = 0;
    for (int i = 1; expected == 0; i++) {
      mean += (step(i) - mean) / i;
      sum += step(i) - mean - 0.005;
      least = Math.min(least, sum);
      expected = i >= 30 && sum - least > 50 ? i : 0;
    }
    assertThat(
            first(
                new PageHinkley(PageHinkley.Options.DEFAULT), Signal.DRIFT, KnownAnswersTest::step))
        .isEqualTo(expected);
  }

  @Test
  void kolmogorovsDistanceIsThatOfTheDistributionFunctions() {
    CounterRandom random = new CounterRandom(3);
    for (int round = 0; round < 200; round++) {
      double[] a = new double[12];
      double[] b = new double[12];
      for (int i = 0; i < 12; i++) {
        a[i] = random.nextInt(15);
        b[i] = random.nextInt(20);
      }
      double most = 0;
      for (int at = 0; at < 20; at++) {
        int difference = 0;
        for (int i = 0; i < 12; i++) {
          difference += (a[i] <= at ? 1 : 0) - (b[i] <= at ? 1 : 0);
        }
        most = Math.max(most, Math.abs(difference) / 12.0);
      }
      assertThat(Kswin.distance(a, b)).isEqualTo(most);
    }
  }

  /** With 30 recent values the limit is sqrt(-ln(0.005)/30) = 0.42: the 13th of another kind. */
  @Test
  void kswinAlarmsOnceItsDistanceIsAboveTheLimit() {
    assertThat(first(new Kswin(Kswin.Options.DEFAULT), Signal.DRIFT, i -> i <= 500 ? 1 : 2))
        .isEqualTo(513);
  }

  /** By hand: 10 of 100 before, 10 of 30 now: 0.2333 - 0.0217 over 0.0751 is 2.8182. */
  @Test
  void stepdTestsProportions() {
    assertThat(Stepd.statistic(10, 100, 10, 30)).isCloseTo(2.8182, within(1e-3));
    assertThat(Stepd.statistic(10, 100, 3, 30)).isZero();
    assertThat(Stepd.statistic(50, 100, 3, 30)).isZero();
  }
}
