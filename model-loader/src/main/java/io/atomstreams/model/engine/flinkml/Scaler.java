package io.atomstreams.model.engine.flinkml;

import io.atomstreams.model.ModelException;

/**
 * {@code StandardScalerModel}: {@code (x − mean) / std}, each part if its parameter says so; a
 * column with deviation 0 becomes 0, as in Flink ML. Its data are both vectors, a version and a
 * time.
 *
 * @param input the column it reads
 * @param output the column it writes
 * @param factor {@code 1 / std}, 0 where that is 0; all 1 without scaling
 */
record Scaler(String input, String output, double[] mean, double[] factor, boolean withMean) {

  static final String KIND = "StandardScalerModel";

  static Scaler read(SavedStage stage) {
    ModelBytes data = stage.onlyPart();
    double[] mean = data.vector();
    double[] std = data.vector();
    data.number();
    data.number();
    data.requireEnd();
    if (mean.length != std.length) {
      throw new ModelException(
          "%s has %d means and %d deviations"
              .formatted(stage.directory(), mean.length, std.length));
    }
    boolean withStd = stage.flag("withStd", true);
    double[] factor = new double[std.length];
    for (int i = 0; i < factor.length; i++) {
      factor[i] = !withStd ? 1 : std[i] == 0 ? 0 : 1 / std[i];
    }
    return new Scaler(
        stage.text("inputCol", "input"),
        stage.text("outputCol", "output"),
        mean,
        factor,
        stage.flag("withMean", false));
  }

  double[] scale(double[] x) {
    double[] scaled = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      scaled[i] = (withMean ? x[i] - mean[i] : x[i]) * factor[i];
    }
    return scaled;
  }
}
