package io.atomstreams.model.explain;

/** Which coalitions of a row's features are scored, and how their worth is shared out. */
interface Coalitions {

  /**
   * Explains one row.
   *
   * @param from where in {@code rows} it begins
   * @param total its score on the link scale
   * @param out receives one value per feature
   */
  void contributions(float[] rows, int from, double total, double[] out);
}
