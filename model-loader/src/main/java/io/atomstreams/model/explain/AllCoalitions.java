package io.atomstreams.model.explain;

import java.util.Arrays;

/**
 * The definition, {@code φᵢ = Σ |S|! (n − |S| − 1)! / n! × (v(S ∪ i) − v(S))} over all {@code S}
 * without {@code i} (Shapley 1953): a coalition is a bit per feature.
 */
final class AllCoalitions implements Coalitions {

  /** 65 536 coalitions; more are no explanation of one row but a batch job. */
  static final int MOST_FEATURES = 16;

  private final LinkScores scores;
  private final float[] background;
  private final int backgroundRows;
  private final int columns;
  private final int batchRows;

  /** {@code |S|! (n − |S| − 1)! / n!} by the size of {@code S}. */
  private final double[] weights;

  AllCoalitions(LinkScores scores, float[] background, int backgroundRows, int batchRows) {
    this.scores = scores;
    this.background = background;
    this.backgroundRows = backgroundRows;
    this.columns = scores.featureCount();
    this.batchRows = Math.max(batchRows, backgroundRows);
    this.weights = new double[columns];
    weights[0] = 1.0 / columns;
    for (int size = 1; size < columns; size++) {
      weights[size] = weights[size - 1] * size / (columns - size);
    }
  }

  @Override
  public void contributions(float[] rows, int from, double total, double[] out) {
    double[] worth = worth(rows, from);
    Arrays.fill(out, 0);
    for (int coalition = 0; coalition < worth.length; coalition++) {
      double weight = coalition == worth.length - 1 ? 0 : weights[Integer.bitCount(coalition)];
      for (int i = 0; i < columns; i++) {
        if ((coalition & 1 << i) == 0) {
          out[i] += weight * (worth[coalition | 1 << i] - worth[coalition]);
        }
      }
    }
  }

  private double[] worth(float[] rows, int from) {
    double[] worth = new double[1 << columns];
    int perBatch = batchRows / backgroundRows;
    float[] batch = new float[perBatch * backgroundRows * columns];
    for (int first = 0; first < worth.length; first += perBatch) {
      int count = Math.min(perBatch, worth.length - first);
      for (int i = 0; i < count; i++) {
        mix(first + i, rows, from, batch, i * background.length);
      }
      double[] scored = scores.of(batch, count * backgroundRows);
      for (int i = 0; i < count; i++) {
        worth[first + i] = mean(scored, i * backgroundRows);
      }
    }
    return worth;
  }

  /** All background rows, with the coalition's features taken from the row explained. */
  private void mix(int coalition, float[] rows, int from, float[] batch, int start) {
    System.arraycopy(background, 0, batch, start, background.length);
    for (int i = 0; i < columns; i++) {
      if ((coalition & 1 << i) != 0) {
        for (int at = start + i; at < start + background.length; at += columns) {
          batch[at] = rows[from + i];
        }
      }
    }
  }

  private double mean(double[] values, int from) {
    double sum = 0;
    for (int i = from; i < from + backgroundRows; i++) {
      sum += values[i];
    }
    return sum / backgroundRows;
  }
}
