package io.atomstreams.operators.learning.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.state.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OnlineScalerTest {

  private final CounterRandom random = new CounterRandom(2);

  @Test
  void hasTheMeanAndDeviationOfAllValuesEvenFarFromZero() {
    OnlineScaler scaler = new OnlineScaler(1);
    double[] values = new double[1000];
    Arrays.setAll(values, i -> 1e9 + random.nextDouble());
    for (double value : values) {
      scaler.learn(0, value, 1);
    }
    double mean = Arrays.stream(values).map(x -> x - 1e9).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(x -> Math.pow(x - 1e9 - mean, 2)).average().orElseThrow();
    assertThat(scaler.mean(0) - 1e9).isCloseTo(mean, within(1e-6));
    assertThat(scaler.scale(0)).isCloseTo(Math.sqrt(variance), within(1e-6));
  }

  @Test
  void takesBackWhatItTookIn() {
    OnlineScaler scaler = new OnlineScaler(1);
    for (int i = 0; i < 50; i++) {
      scaler.learn(0, i, 1 + i % 3);
    }
    double mean = scaler.mean(0);
    double scale = scaler.scale(0);
    for (double value : new double[] {3, -700, 40}) {
      scaler.learn(0, value, 2.5);
    }
    for (double value : new double[] {-700, 3, 40}) {
      scaler.learn(0, value, -2.5);
    }
    assertThat(scaler.mean(0)).isCloseTo(mean, within(1e-9));
    assertThat(scaler.scale(0)).isCloseTo(scale, within(1e-9));
  }

  @Test
  void isAsNewAfterTheLastValueIsTakenBack() {
    OnlineScaler scaler = new OnlineScaler(1);
    scaler.learn(0, 5, 1);
    scaler.learn(0, 5, -1);

    assertThat(scaler.weight(0)).isZero();
    assertThat(scaler.mean(0)).isZero();
    assertThat(scaler.scale(0)).isEqualTo(1);
  }

  @Test
  void aConstantColumnSaysNothing() {
    OnlineScaler scaler = new OnlineScaler(1);
    for (int i = 0; i < 1000; i++) {
      scaler.learn(0, 0.1, 1);
    }
    assertThat(scaler.varies(0)).isFalse();
    assertThat(Math.abs(scaler.standardised(0, 0.1, 10))).isLessThan(1e-12);
  }

  @Test
  void valuesFarOutAreBounded() {
    OnlineScaler scaler = new OnlineScaler(1);
    for (int i = 0; i < 100; i++) {
      scaler.learn(0, i, 1);
    }
    assertThat(scaler.standardised(0, Double.POSITIVE_INFINITY, 10)).isEqualTo(10);
    assertThat(scaler.standardised(0, -1e300, 10)).isEqualTo(-10);
    assertThat(scaler.standardised(0, Double.NaN, 10)).isZero();
    scaler.learn(0, 1e300, 1);
    scaler.learn(0, Double.NEGATIVE_INFINITY, 1);
    assertThat(scaler.scale(0)).isFinite();
  }

  @Test
  void partsAddUp() {
    OnlineScaler whole = new OnlineScaler(1);
    OnlineScaler one = new OnlineScaler(1);
    OnlineScaler other = new OnlineScaler(1);
    for (int i = 0; i < 200; i++) {
      double value = random.nextDouble() + (i % 3 == 0 ? 5 : 0);
      whole.learn(0, value, 1);
      (i % 3 == 0 ? one : other).learn(0, value, 1);
    }
    one.add(other);
    assertThat(one.mean(0)).isCloseTo(whole.mean(0), within(1e-12));
    assertThat(one.scale(0)).isCloseTo(whole.scale(0), within(1e-12));
  }
}
