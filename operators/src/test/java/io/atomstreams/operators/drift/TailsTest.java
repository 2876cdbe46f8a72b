package io.atomstreams.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Against printed tables, and closed forms where there are any. */
class TailsTest {

  @Test
  void ofTheNormalDistribution() {
    assertThat(Tails.normal(0)).isCloseTo(0.5, within(1e-14));
    assertThat(Tails.normal(1.959963984540054)).isCloseTo(0.025, within(1e-13));
    assertThat(Tails.normal(-1)).isCloseTo(0.8413447460685429, within(1e-13));
    assertThat(Tails.normal(6)).isCloseTo(9.865876450376946e-10, Percentage.withPercentage(1e-8));
    assertThat(Tails.normalQuantile(0.003)).isCloseTo(2.747781385444992, within(1e-9));
  }

  @Test
  void ofChiSquare() {
    assertThat(Tails.chiSquare(3.841458820694124, 1)).isCloseTo(0.05, within(1e-12));
    assertThat(Tails.chiSquare(16.918977604620448, 9)).isCloseTo(0.05, within(1e-12));
    // with two degrees of freedom it is exp(-x/2)
    for (double x : new double[] {0.1, 1, 5, 40, 400}) {
      assertThat(Tails.chiSquare(x, 2))
          .isCloseTo(Math.exp(-x / 2), Percentage.withPercentage(1e-8));
    }
    // with four (1 + x/2) exp(-x/2)
    assertThat(Tails.chiSquare(30, 4))
        .isCloseTo(16 * Math.exp(-15), Percentage.withPercentage(1e-8));
    assertThat(Tails.chiSquare(0, 3)).isEqualTo(1);
  }

  /** Of the limit distribution: 1.3581 and 1.6276 are its 5 and 1 % points. */
  @Test
  void ofKolmogorovsDistance() {
    long many = 2_000_000_000L;
    double root = Math.sqrt(many / 2.0);
    assertThat(Tails.kolmogorov(1.3581 / root, many, many)).isCloseTo(0.05, within(1e-5));
    assertThat(Tails.kolmogorov(1.6276 / root, many, many)).isCloseTo(0.01, within(1e-5));
    assertThat(Tails.kolmogorov(0, 100, 100)).isEqualTo(1);
    assertThat(Tails.kolmogorov(1, 100, 100)).isLessThan(1e-40);
  }
}
