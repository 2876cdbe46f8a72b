package io.atomstreams.operators.learning.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ApproximationTest {

  @Property
  void logarithmsAreThoseOfTheLibrary(
      @ForAll @DoubleRange(min = 1, max = 2) double mantissa,
      @ForAll @IntRange(min = -900, max = 900) int exponent) {
    double x = Math.scalb(mantissa, exponent);
    assertThat(Approximation.log2(x))
        .isCloseTo(StrictMath.log(x) / StrictMath.log(2), within(1e-10));
  }

  @Property
  void powersAreThoseOfTheLibrary(@ForAll @DoubleRange(min = -900, max = 900) double x) {
    assertThat(Approximation.exp2(x) / StrictMath.pow(2, x)).isCloseTo(1, within(2e-9));
  }

  @Test
  void knowsTheEdges() {
    assertThat(Approximation.log2(1)).isCloseTo(0, within(1e-12));
    assertThat(Approximation.log2(0)).isEqualTo(Approximation.log2(0x1p-1000)).isLessThan(-999);
    assertThat(Approximation.exp2(0)).isEqualTo(1);
    assertThat(Approximation.exp2(-1001)).isZero();
    assertThat(Approximation.xlog2(0)).isZero();
  }

  @Test
  void theNormalDistributionHasItsTabulatedValues() {
    // Abramowitz and Stegun 1964, table 26.1
    assertThat(Approximation.normal(0)).isCloseTo(0.5, within(1e-9));
    assertThat(Approximation.normal(1)).isCloseTo(0.8413447461, within(1e-5));
    assertThat(Approximation.normal(1.96)).isCloseTo(0.9750021049, within(1e-5));
    assertThat(Approximation.normal(-2.5)).isCloseTo(0.0062096653, within(1e-5));
    assertThat(Approximation.normal(7)).isEqualTo(1);
    assertThat(Approximation.normal(-7)).isZero();
    assertThat(Approximation.normal(Double.NaN)).isZero();
  }
}
