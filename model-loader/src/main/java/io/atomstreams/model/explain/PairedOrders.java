package io.atomstreams.model.explain;

import java.util.Arrays;

/**
 * Orders in pairs, one the reverse of the other, the same number for each background row. Along an
 * order the features change one by one from the background row's to the explained row's, and each
 * is given what its change does to the score.
 */
final class PairedOrders implements Coalitions {

  private final LinkScores scores;
  private final float[] background;
  private final double[] backgroundScores;
  private final int columns;
  private final ShapleyAttribution.Options options;

  PairedOrders(
      LinkScores scores,
      float[] background,
      double[] backgroundScores,
      ShapleyAttribution.Options options) {
    this.scores = scores;
    this.background = background;
    this.backgroundScores = backgroundScores;
    this.columns = scores.featureCount();
    this.options = options;
  }

  @Override
  public void contributions(float[] rows, int from, double total, double[] out) {
    int[][] orders = orders(new RowRandom(options.seed(), rows, from, columns));
    int steps = columns - 1;
    int perBatch = Math.max(1, options.batchRows() / Math.max(1, steps));
    float[] batch = new float[Math.min(perBatch, orders.length) * steps * columns];
    Arrays.fill(out, 0);
    for (int first = 0; first < orders.length; first += perBatch) {
      int count = Math.min(perBatch, orders.length - first);
      for (int i = 0; i < count; i++) {
        walk(orders[first + i], backgroundRow(first + i), rows, from, batch, i * steps * columns);
      }
      double[] scored = scores.of(batch, count * steps);
      for (int i = 0; i < count; i++) {
        double start = backgroundScores[backgroundRow(first + i)];
        gains(orders[first + i], start, scored, i * steps, total, out);
      }
    }
    for (int i = 0; i < columns; i++) {
      out[i] /= orders.length;
    }
  }

  private int[][] orders(RowRandom random) {
    int[][] orders = new int[2 * options.pairs() * backgroundScores.length][columns];
    for (int pair = 0; pair < orders.length; pair += 2) {
      random.shuffle(orders[pair]);
      for (int i = 0; i < columns; i++) {
        orders[pair + 1][i] = orders[pair][columns - 1 - i];
      }
    }
    return orders;
  }

  private int backgroundRow(int order) {
    return order / 2 % backgroundScores.length;
  }

  /** The rows between the background row and the explained one, neither of them included. */
  private void walk(int[] order, int row, float[] rows, int from, float[] batch, int start) {
    for (int step = 0; step < columns - 1; step++) {
      int at = start + step * columns;
      if (step == 0) {
        System.arraycopy(background, row * columns, batch, at, columns);
      } else {
        System.arraycopy(batch, at - columns, batch, at, columns);
      }
      batch[at + order[step]] = rows[from + order[step]];
    }
  }

  private void gains(
      int[] order, double start, double[] scored, int from, double total, double[] out) {
    double before = start;
    for (int step = 0; step < columns; step++) {
      double after = step == columns - 1 ? total : scored[from + step];
      out[order[step]] += after - before;
      before = after;
    }
  }
}
