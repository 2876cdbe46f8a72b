package io.atomstreams.model.explain;

/**
 * The last digits of a sum of contributions. A method whose arithmetic is not the model's own ends
 * some 1e-7 beside the score; what is missing is shared out in proportion to the size of the
 * contributions, so that none of them changes by more than the same small share of itself.
 */
public final class Remainder {

  private Remainder() {}

  /**
   * Makes {@code base + Σ contributions} equal to {@code total} to double precision. Where all
   * contributions are 0, the base takes what is missing.
   *
   * @param out contributions from {@code start} on, the base behind them
   * @param count the number of contributions
   */
  public static void share(double[] out, int start, int count, double total) {
    double sum = out[start + count];
    double size = 0;
    for (int i = start; i < start + count; i++) {
      sum += out[i];
      size += Math.abs(out[i]);
    }
    double missing = total - sum;
    if (size == 0) {
      out[start + count] += missing;
      return;
    }
    for (int i = start; i < start + count; i++) {
      out[i] += missing * Math.abs(out[i]) / size;
    }
  }
}
