package io.atomstreams.model.engine.mlp;

/** From raw values to a network's inputs, as {@link NetworkWeights} defines it. */
final class InputScaling {

  /** Below this {@code ln(1 + a)} is taken from its series: {@code 1 + a} loses digits there. */
  private static final double SMALL = 1e-5;

  private final boolean signedLog;
  private final float[] mean;
  private final float[] scale;

  InputScaling(NetworkWeights weights) {
    this.signedLog = weights.signedLog();
    this.mean = weights.mean().clone();
    this.scale = weights.scale().clone();
  }

  /** Fills {@code count} rows of {@code to} from those that begin at value {@code from}. */
  void apply(float[] rows, int from, int count, float[] to) {
    int columns = mean.length;
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < columns; i++) {
        to[row * columns + i] = scaled(rows[from + row * columns + i], i);
      }
    }
  }

  private float scaled(float x, int column) {
    if (Float.isNaN(x)) {
      return 0f;
    }
    double t = signedLog ? signedLog(x) : x;
    return (float) ((t - mean[column]) / scale[column]);
  }

  /** {@code Math.log} runs on the processor, {@code Math.log1p} does not: a third of the time. */
  private static double signedLog(double x) {
    double a = Math.abs(x);
    return Math.copySign(a < SMALL ? a - a * a / 2 : Math.log(1 + a), x);
  }
}
