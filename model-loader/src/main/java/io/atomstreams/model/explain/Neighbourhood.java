package io.atomstreams.model.explain;

/**
 * Rows drawn around one row, how far each is from it, and how much it counts. Features that are
 * missing in the row, or whose deviation is 0, are held.
 */
final class Neighbourhood {

  private final float[] row;
  private final double[] deviations;
  private final int samples;
  private final float[] rows;
  private final double[] offsets;

  Neighbourhood(float[] row, double[] deviations, int samples, long seed) {
    this.row = row;
    this.deviations = deviations;
    this.samples = samples;
    this.rows = new float[samples * deviations.length];
    this.offsets = new double[rows.length];
    RowRandom random = new RowRandom(seed, row, 0, deviations.length);
    for (int at = 0; at < rows.length; at++) {
      draw(at, at % deviations.length, random.normal());
    }
  }

  /** The offset is taken from the value as the model gets it, which has been rounded. */
  private void draw(int at, int column, double step) {
    rows[at] = row[column];
    if (!isHeld(column)) {
      rows[at] = (float) (row[column] + deviations[column] * step);
      offsets[at] = ((double) rows[at] - row[column]) / deviations[column];
    }
  }

  boolean isHeld(int column) {
    return Float.isNaN(row[column]) || !(deviations[column] > 0);
  }

  /** Row-major, samples × features. */
  float[] rows() {
    return rows;
  }

  /** Of each value from the row's, in deviations; 0 where it is held. */
  double[] offsets() {
    return offsets;
  }

  /** {@code exp(−d² / width²)} of each sample, {@code d} its distance in deviations. */
  double[] weights(double width) {
    int columns = deviations.length;
    double[] weights = new double[samples];
    for (int sample = 0; sample < samples; sample++) {
      double squares = 0;
      for (int i = 0; i < columns; i++) {
        squares += offsets[sample * columns + i] * offsets[sample * columns + i];
      }
      weights[sample] = StrictMath.exp(-squares / (width * width));
    }
    return weights;
  }
}
