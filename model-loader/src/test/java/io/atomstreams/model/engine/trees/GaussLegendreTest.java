package io.atomstreams.model.engine.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussLegendreTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 33, 256})
  void integratesEachPowerBelowTwiceItsPoints(int points) {
    GaussLegendre quadrature = new GaussLegendre(points);

    for (int power = 0; power < 2 * points; power++) {
      double sum = 0;
      for (int i = 0; i < points; i++) {
        sum += quadrature.weight(i) * Math.pow(quadrature.node(i), power);
      }
      assertThat(sum).as("t^%d", power).isCloseTo(1.0 / (power + 1), within(1e-13));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 256})
  void staysInsideTheInterval(int points) {
    GaussLegendre quadrature = new GaussLegendre(points);

    for (int i = 0; i < points; i++) {
      assertThat(quadrature.node(i)).isGreaterThan(0).isLessThan(1);
      assertThat(quadrature.weight(i)).isPositive();
    }
  }
}
