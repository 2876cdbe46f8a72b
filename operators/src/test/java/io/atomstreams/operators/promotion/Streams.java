package io.atomstreams.operators.promotion;

import java.util.Random;
import java.util.function.DoubleSupplier;

/** Differences of two models' losses, as they come in life; of equally good models unless said. */
enum Streams {
  /** Brier scores of two models whose probabilities err independently. */
  BRIER {
    @Override
    DoubleSupplier of(Random random, double gain) {
      return () -> {
        double p = random.nextDouble();
        double y = random.nextDouble() < p ? 1 : 0;
        double champion = unit(p + 0.1 * random.nextGaussian());
        double challenger = unit(p + 0.1 * random.nextGaussian());
        return (champion - y) * (champion - y) - (challenger - y) * (challenger - y) + gain;
      };
    }
  },
  /** Right or wrong, 30 % wrong, the two often together, in spells of easy and hard times. */
  SPELLS_OF_ERRORS {
    @Override
    DoubleSupplier of(Random random, double gain) {
      double[] hardness = {0};
      return () -> {
        hardness[0] = 0.99 * hardness[0] + 0.14 * random.nextGaussian();
        double rate = unit(0.3 + 0.2 * hardness[0]);
        double champion = random.nextDouble() < rate ? 1 : 0;
        double challenger =
            random.nextDouble() < 0.7 ? champion : random.nextDouble() < rate ? 1 : 0;
        return random.nextDouble() < gain && champion == 1 ? champion : champion - challenger;
      };
    }
  },
  /** Log losses cut off at 1 (in units of the bound) with Pareto tails. */
  HEAVY_TAILS {
    @Override
    DoubleSupplier of(Random random, double gain) {
      return () -> {
        double champion = tail(random);
        double challenger = tail(random);
        return champion - challenger + gain;
      };
    }

    private double tail(Random random) {
      return Math.min(1, 0.01 * Math.pow(1 - random.nextDouble(), -1 / 1.2));
    }
  },
  /**
   * Nearly always a little better, seldom much worse: the mean is 0 though most streams look up.
   */
  SELDOM_DISASTER {
    @Override
    DoubleSupplier of(Random random, double gain) {
      return () -> (random.nextDouble() < 0.999 ? 0.999 / 999 : -0.999) + gain;
    }
  },
  /** The models take turns in being better: differences with autocorrelation 0.5. */
  TURNS_OF_2 {
    @Override
    DoubleSupplier of(Random random, double gain) {
      return turns(random, 0.5, gain);
    }
  },
  /** Autocorrelation 0.9. */
  TURNS_OF_20 {
    @Override
    DoubleSupplier of(Random random, double gain) {
      return turns(random, 0.9, gain);
    }
  },
  /** Autocorrelation 0.97 under as much fresh noise. */
  NOISY_TURNS_OF_60 {
    @Override
    DoubleSupplier of(Random random, double gain) {
      DoubleSupplier slow = turns(random, 0.97, gain);
      return () -> 0.7 * slow.getAsDouble() + 0.07 * random.nextGaussian() + 0.3 * gain;
    }
  };

  /** The next differences, in [−1, 1]; their mean is the gain, or about. */
  abstract DoubleSupplier of(Random random, double gain);

  private static DoubleSupplier turns(Random random, double memory, double gain) {
    double[] state = {0};
    double fresh = 0.1 * Math.sqrt(1 - memory * memory);
    return () -> {
      state[0] = memory * state[0] + fresh * random.nextGaussian();
      return Math.max(-1, Math.min(1, state[0] + gain));
    };
  }

  static double unit(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
