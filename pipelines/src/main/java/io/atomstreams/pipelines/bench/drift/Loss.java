package io.atomstreams.pipelines.bench.drift;

import io.atomstreams.operators.state.CounterRandom;
import java.util.Arrays;

/** How one loss is drawn. */
@FunctionalInterface
interface Loss {

  /**
   * Of the order statistics below, one fewer than the sum of the beta distribution's parameters.
   */
  int DRAWS = 9;

  /** A loss with this mean, in [0, 1]. */
  double draw(CounterRandom random, double mean);

  /** 1 with the chance of the mean, else 0. */
  static double error(CounterRandom random, double mean) {
    return random.nextDouble() < mean ? 1 : 0;
  }

  /**
   * Of a beta distribution with parameters {@code 10 mean} and {@code 10 (1 - mean)}, for means
   * that are tenths: it is that of the {@code 10 mean}-th smallest of 9 even draws. Between tenths
   * a mixture of the two neighbours.
   */
  static double beta(CounterRandom random, double mean) {
    double tenths = mean * (DRAWS + 1);
    int rank = (int) Math.floor(tenths);
    if (random.nextDouble() < tenths - rank) {
      rank++;
    }
    double[] draws = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      draws[i] = random.nextDouble();
    }
    Arrays.sort(draws);
    return draws[Math.max(1, Math.min(DRAWS, rank)) - 1];
  }

  /** Of a triangle around the mean, so far to each side; a narrow one is nearly a number. */
  static Loss triangle(double reach) {
    return (random, mean) -> {
      double up = random.nextDouble();
      return mean + reach * (up - random.nextDouble());
    };
  }

  /** Standard normal, by Box and Muller. */
  static double normal(CounterRandom random) {
    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return radius * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
