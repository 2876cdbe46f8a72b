package io.atomstreams.pipelines.chaos.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrendTest {

  @Property(tries = 200)
  void isTheLineOnWhichAllSamplesLie(
      @ForAll @DoubleRange(min = -5, max = 5) double slope,
      @ForAll @DoubleRange(min = -100, max = 100) double start,
      @ForAll @IntRange(min = 2, max = 40) int samples) {
    double[] at = IntStream.range(0, samples).mapToDouble(i -> i * 10.0).toArray();
    Trend trend =
        Trend.of(at, IntStream.range(0, samples).mapToDouble(i -> start + slope * at[i]).toArray());

    assertThat(trend.perSecond()).isCloseTo(slope, within(1e-9));
    assertThat(trend.seconds()).isEqualTo((samples - 1) * 10.0);
    assertThat(trend.growth()).isCloseTo(slope * trend.seconds(), within(1e-6));
    assertThat(trend.perHour()).isCloseTo(slope * 3600, within(1e-5));
    assertThat(trend.level()).isCloseTo(start + slope * trend.seconds() / 2, within(1e-6));
  }

  @Property(tries = 200)
  void aQuarterOfTheSamplesCannotBendIt(
      @ForAll @IntRange(min = 0, max = 1_000) int seed,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double wild) {
    double[] at = IntStream.range(0, 40).mapToDouble(i -> i).toArray();
    double[] values = IntStream.range(0, 40).mapToDouble(i -> 100 + 2.0 * i).toArray();
    for (int i = 0; i < 10; i++) {
      values[(seed + i * 7) % 40] = wild * (i + 1);
    }

    assertThat(Trend.of(at, values).perSecond()).isBetween(-10.0, 14.0);
  }

  @Test
  void isNoLineThroughLessThanTwoSamples() {
    assertThat(Trend.of(new double[0], new double[0]).perSecond()).isNaN();
    Trend one = Trend.of(new double[] {3}, new double[] {7});
    assertThat(one.level()).isEqualTo(7);
    assertThat(one.growth()).isNaN();
    assertThatThrownBy(() -> Trend.of(new double[2], new double[1]))
        .hasMessageContaining("2 moments have 1 values");
  }

  @Test
  void whatIsAlwaysNothingDoesNotGrow() {
    assertThat(Trend.of(new double[] {0, 1}, new double[2]).share()).isZero();
  }
}
