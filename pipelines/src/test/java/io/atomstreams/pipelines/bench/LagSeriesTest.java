package io.atomstreams.pipelines.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LagSeriesTest {

  @Test
  void comparesMeansOfTheFirstTheMiddleAndTheLastTenth() {
    LagSeries lag = new LagSeries();
    for (int i = 0; i < 100; i++) {
      lag.add(i);
    }
    assertThat(lag.begin()).isEqualTo(4.5);
    assertThat(lag.middle()).isEqualTo(49.5);
    assertThat(lag.end()).isEqualTo(94.5);
    assertThat(lag.greatest()).isEqualTo(99);
  }

  @Test
  void ofFewSamplesEachIsOne() {
    LagSeries lag = new LagSeries();
    lag.add(7);
    lag.add(3);
    lag.add(5);
    assertThat(lag.begin()).isEqualTo(7);
    assertThat(lag.middle()).isEqualTo(3);
    assertThat(lag.end()).isEqualTo(5);
    assertThatThrownBy(() -> new LagSeries().begin()).hasMessageContaining("too short");
  }
}
