package io.atomstreams.model.explain;

import io.atomstreams.model.training.TrainedNetwork;

/** Rows as the training rows were: each transformed value normal around its mean. */
public final class OrdinaryRows {

  private OrdinaryRows() {}

  /** Row-major, {@code count × features}, a function of the seed. */
  public static float[] of(TrainedNetwork network, int count, long seed) {
    int columns = network.features().size();
    float[] rows = new float[count * columns];
    RowRandom random = new RowRandom(seed, rows, 0, 0);
    for (int i = 0; i < rows.length; i++) {
      double t =
          network.standardisation().mean().get(i % columns)
              + network.standardisation().scale().get(i % columns) * random.normal();
      rows[i] = (float) Math.copySign(Math.expm1(Math.abs(t)), t);
    }
    return rows;
  }

  /** Mean error of contributions as a share of their mean size; bases are left out. */
  public static double distance(double[] exact, double[] other, int columns) {
    double errors = 0;
    double sizes = 0;
    for (int i = 0; i < exact.length; i++) {
      if (i % (columns + 1) < columns) {
        errors += Math.abs(exact[i] - other[i]);
        sizes += Math.abs(exact[i]);
      }
    }
    return errors / sizes;
  }

  /** The share of rows where both name the same feature as the one with the largest part. */
  public static double sameFirst(double[] exact, double[] other, int columns) {
    int rows = exact.length / (columns + 1);
    int same = 0;
    for (int row = 0; row < rows; row++) {
      same += first(exact, row, columns) == first(other, row, columns) ? 1 : 0;
    }
    return (double) same / rows;
  }

  private static int first(double[] contributions, int row, int columns) {
    int first = 0;
    for (int i = 1; i < columns; i++) {
      double size = Math.abs(contributions[row * (columns + 1) + i]);
      first = size > Math.abs(contributions[row * (columns + 1) + first]) ? i : first;
    }
    return first;
  }
}
