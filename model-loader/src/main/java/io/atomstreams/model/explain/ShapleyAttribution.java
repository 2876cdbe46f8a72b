package io.atomstreams.model.explain;

import io.atomstreams.model.Attribution;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;

/**
 * Shapley values of any model, against a {@link Background} of {@code B} rows. A coalition {@code
 * S} of features is worth the mean, over the background rows, of what the model says of the row
 * whose features in {@code S} are those explained and whose others are the background row's, on the
 * link scale. A contribution is the feature's mean gain over all orders in which features can join.
 *
 * <p>With {@code n} features, where {@code 2ⁿ × B} is at most {@link Options#exactRows}, all
 * coalitions are scored and the values are exact. Otherwise orders are drawn (Castro, Gómez, Tejada
 * 2009): for every background row {@link Options#pairs} orders and the reverse of each, which makes
 * the result exact wherever no three features interact (Mitchell, Cooper, Frank, Holmes 2022). Each
 * order telescopes from the background row's score to the row's, and each background row has as
 * many: contributions and base add up to the score exactly, in double precision.
 *
 * <p>Cost, rows through the model for one row explained: {@code 2ⁿ × B + 1}, or {@code 2 × pairs ×
 * B × (n − 1) + 1}, in flat batches of at most {@link Options#batchRows}. The random numbers come
 * from the seed and the row's content. Many threads may call it at once.
 */
public final class ShapleyAttribution implements Attribution {

  private final LinkScores scores;
  private final Coalitions coalitions;
  private final double base;

  /**
   * How much an explanation may cost.
   *
   * @param seed of the orders that are drawn
   * @param exactRows the most rows that may be scored for one exact explanation; 0 never is exact
   * @param pairs orders drawn for each background row, each with its reverse; 1 or more
   * @param batchRows the most rows of a batch, 1 or more; an order is never cut
   */
  public record Options(long seed, int exactRows, int pairs, int batchRows) {

    /** Exact up to 8 features with 32 background rows, else 256 orders; batches of 480. */
    public static Options defaults(long seed) {
      return new Options(seed, 8192, 4, 480);
    }

    /** The same with so many pairs of orders for each background row. */
    public Options withPairs(int another) {
      return new Options(seed, exactRows, another, batchRows);
    }

    public Options {
      if (exactRows < 0 || pairs < 1 || batchRows < 1) {
        throw new ModelException(
            "shapley: exactRows %d, pairs %d and batchRows %d are not all at least 0, 1 and 1"
                .formatted(exactRows, pairs, batchRows));
      }
    }
  }

  /**
   * Scores the background once.
   *
   * @throws ModelException if the background has other features than the model
   */
  public ShapleyAttribution(Model model, Background background, Options options) {
    if (!background.features().equals(model.signature().features())) {
      throw new ModelException(
          "shapley: the background has the features %s, the model %s"
              .formatted(background.features(), model.signature().features()));
    }
    this.scores = new LinkScores(model);
    float[] rows = background.flat();
    int count = background.rows().size();
    double[] backgroundScores = scores.of(rows, count);
    double sum = 0;
    for (double score : backgroundScores) {
      sum += score;
    }
    this.base = sum / count;
    this.coalitions =
        isAffordable(scores.featureCount(), count, options.exactRows())
            ? new AllCoalitions(scores, rows, count, options.batchRows())
            : new PairedOrders(scores, rows, backgroundScores, options);
  }

  private static boolean isAffordable(int features, int rows, int exactRows) {
    return features <= AllCoalitions.MOST_FEATURES && ((long) rows << features) <= exactRows;
  }

  @Override
  public String method() {
    return isExact() ? "shapley" : "shapley_paired_orders";
  }

  @Override
  public boolean isExact() {
    return coalitions instanceof AllCoalitions;
  }

  @Override
  public Link link() {
    return scores.link();
  }

  @Override
  public void attribute(float[] rows, int rowCount, double[] out) {
    int columns = scores.featureCount();
    if (rowCount < 0 || out.length < (long) rowCount * (columns + 1)) {
      throw new ModelException(
          "shapley: the output holds %d values, the contributions of %d rows of %d need %d"
              .formatted(out.length, rowCount, columns, (long) rowCount * (columns + 1)));
    }
    double[] totals = scores.of(rows, rowCount);
    double[] contributions = new double[columns];
    for (int row = 0; row < rowCount; row++) {
      coalitions.contributions(rows, row * columns, totals[row], contributions);
      System.arraycopy(contributions, 0, out, row * (columns + 1), columns);
      out[row * (columns + 1) + columns] = base;
      Remainder.share(out, row * (columns + 1), columns, totals[row]);
    }
  }
}
