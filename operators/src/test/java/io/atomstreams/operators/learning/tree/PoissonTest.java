package io.atomstreams.operators.learning.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoissonTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 6, 20})
  void allDrawsTogetherAreTheDistribution(double mean) {
    Poisson poisson = new Poisson(mean);
    int all = 1 << Poisson.BITS;
    int[] counts = new int[64];
    for (int draw = 0; draw < all; draw++) {
      counts[poisson.of(draw | 0x7FFF_0000L)]++;
    }
    double probability = Math.exp(-mean);
    double found = 0;
    for (int k = 0; k < counts.length; k++) {
      assertThat(counts[k] / (double) all).isCloseTo(probability, within(2.0 / all));
      probability *= mean / (k + 1);
      found += k * (counts[k] / (double) all);
    }
    assertThat(found).isCloseTo(mean, within(0.002));
  }
}
