package io.atomstreams.pipelines.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.pipelines.simulator.KeyedRandom.Purpose;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class KeyedRandomTest {

  private static final int DRAWS = 200_000;

  /** Mean and variance over many keys, one draw each: neighbouring keys must be unrelated. */
  private static double[] moments(ToDoubleFunction<KeyedRandom> draw) {
    KeyedRandom random = new KeyedRandom(7);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double x = draw.applyAsDouble(random.key(Purpose.DAY, i % 1_000, i / 1_000));
      sum += x;
      squares += x * x;
    }
    double mean = sum / DRAWS;
    return new double[] {mean, squares / DRAWS - mean * mean};
  }

  private static void has(double mean, double variance, ToDoubleFunction<KeyedRandom> draw) {
    double[] found = moments(draw);
    assertThat(found[0]).isCloseTo(mean, within(0.02));
    assertThat(found[1]).isCloseTo(variance, within(0.04 * Math.max(1, variance)));
  }

  @Test
  void drawsTheDistributionsItNames() {
    has(0.5, 1.0 / 12, KeyedRandom::uniform);
    has(0, 1, KeyedRandom::normal);
    has(1, 0.5, random -> random.gamma(2));
    has(1, 1, random -> random.gamma(1));
    has(2.6, 2.6, random -> random.poisson(2.6));
    has(4.5, 8.25, random -> random.between(0, 10));
    has(0.2, 0.16, random -> random.chance(0.2) ? 1 : 0);
  }

  @Test
  void givesTheSameStreamForTheSameKeyAndAnotherForAnyOther() {
    KeyedRandom random = new KeyedRandom(1);
    long first = random.key(Purpose.DAY, 5, 6).bits();
    long second = random.bits();
    assertThat(random.key(Purpose.DAY, 5, 6).bits()).isEqualTo(first);
    assertThat(random.bits()).isEqualTo(second);

    Set<Long> firsts = new HashSet<>();
    for (Purpose purpose : Purpose.values()) {
      for (long a = 0; a < 50; a++) {
        for (long b = 0; b < 50; b++) {
          firsts.add(random.key(purpose, a, b).bits());
        }
      }
    }
    assertThat(firsts).hasSize(Purpose.values().length * 2_500);
    assertThat(new KeyedRandom(2).key(Purpose.DAY, 5, 6).bits()).isNotEqualTo(first);
  }
}
