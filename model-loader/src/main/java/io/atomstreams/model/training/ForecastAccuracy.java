package io.atomstreams.model.training;

/**
 * How well forecasts foretold values, over all origins and steps ahead together.
 *
 * @param wape Σ|error| / Σ|actual|; {@code NaN} if all actual values are 0
 * @param mae mean absolute error
 * @param bias Σ error / Σ|actual|, an error being forecast − actual
 * @param values how many were judged
 */
public record ForecastAccuracy(double wape, double mae, double bias, int values) {

  /** Judges forecasts, row-major as the targets. */
  public static ForecastAccuracy of(double[] forecasts, float[] actual) {
    double errors = 0;
    double signed = 0;
    double size = 0;
    for (int i = 0; i < actual.length; i++) {
      double error = forecasts[i] - actual[i];
      errors += Math.abs(error);
      signed += error;
      size += Math.abs(actual[i]);
    }
    double scale = size > 0 ? size : Double.NaN;
    return new ForecastAccuracy(
        errors / scale, errors / actual.length, signed / scale, actual.length);
  }
}
