package io.atomstreams.pipelines.simulator;

import io.atomstreams.pipelines.simulator.KeyedRandom.Purpose;
import java.util.Arrays;

/**
 * The articles. Prices are log-normal with median 14.00 and σ 0.7, from 1.00 to 400.00, ending in 9
 * minor units; costs are 40 to 70 % of the price. The article at rank r is asked for in proportion
 * to r^-0.8 (Zipf).
 */
final class Catalogue {

  private static final double ZIPF = 0.8;
  private static final String[] WORDS = {
    "lamp", "cup", "plate", "scarf", "candle", "basket", "clock", "frame", "towel", "vase", "chair",
    "ribbon", "kettle", "mirror", "cushion", "teapot"
  };

  private final String[] skus;
  private final long[] prices;
  private final long[] costs;
  private final double[] demandUpTo;

  Catalogue(int articles, KeyedRandom random) {
    skus = new String[articles];
    prices = new long[articles];
    costs = new long[articles];
    demandUpTo = new double[articles];
    double demand = 0;
    for (int i = 0; i < articles; i++) {
      random.key(Purpose.CATALOGUE, i, 0);
      skus[i] = "sku-" + (10_000 + i);
      double price = Math.min(40_000, Math.max(100, random.logNormal(1_400, 0.7)));
      prices[i] = (long) price / 10 * 10 + 9;
      costs[i] = (long) (prices[i] * random.between(0.4, 0.7));
      demand += StrictMath.pow(i + 1, -ZIPF);
      demandUpTo[i] = demand;
    }
  }

  /** An article in proportion to demand. */
  int pick(KeyedRandom random) {
    double u = random.uniform() * demandUpTo[demandUpTo.length - 1];
    int found = Arrays.binarySearch(demandUpTo, u);
    return Math.min(found >= 0 ? found + 1 : -found - 1, skus.length - 1);
  }

  String sku(int article) {
    return skus[article];
  }

  /** Minor units. */
  long price(int article) {
    return prices[article];
  }

  /** Minor units. */
  long cost(int article) {
    return costs[article];
  }

  /** What somebody types who looks for this article. */
  static String query(int article) {
    return WORDS[article % WORDS.length];
  }
}
