package io.atomstreams.model.training;

import java.util.List;

/**
 * Made-up customers whose purchase depends on two features together, which no linear model sees:
 * active and recent, or inactive and long gone. Every value is a function of (seed, row, column).
 */
public final class SyntheticShop {

  public static final List<String> FEATURES =
      List.of("orders_90d", "amount_90d", "days_since_order", "sessions_7d", "noise");

  private static final long START = 1_700_000_000_000L;
  private static final long STEP_MS = 60_000;

  private SyntheticShop() {}

  /** {@code rows} customers, a minute apart; one value in 20 of each column is missing. */
  public static TrainingSet rows(int rows, long seed) {
    int columns = FEATURES.size();
    float[] values = new float[rows * columns];
    boolean[] labels = new boolean[rows];
    long[] timestamps = new long[rows];
    CounterRandom random = new CounterRandom(seed, 0);
    for (int row = 0; row < rows; row++) {
      long at = (long) row * 16;
      double activity = random.uniform(at);
      double recency = random.uniform(at + 1);
      float[] customer = {
        (float) Math.floor(Math.exp(4 * activity)),
        (float) Math.exp(8 * random.uniform(at + 2)) * (random.uniform(at + 3) < 0.1 ? -1 : 1),
        (float) (90 * recency),
        (float) Math.floor(20 * random.uniform(at + 4)),
        (float) (1000 * random.uniform(at + 5))
      };
      for (int column = 0; column < columns; column++) {
        boolean missing = random.uniform(at + 6 + column) < 0.05;
        values[row * columns + column] = missing ? Float.NaN : customer[column];
      }
      double logit = -1 + 14 * (activity - 0.5) * (0.5 - recency) + 0.05 * customer[3];
      labels[row] = random.uniform(at + 12) < 1 / (1 + Math.exp(-logit));
      timestamps[row] = START + row * STEP_MS;
    }
    return new TrainingSet(FEATURES, values, labels, timestamps);
  }
}
