package io.atomstreams.model.training;

import io.atomstreams.model.ModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a raw column becomes a network input: {@code t(x) = sign(x) · ln(1 + |x|)}, then {@code z =
 * (t(x) − mean) / scale}; a missing value ({@code NaN}) gives {@code z = 0}, the mean. Counts and
 * amounts span orders of magnitude, hence the logarithm.
 *
 * @param mean of {@code t} over the training rows that have a value; 0 if none has
 * @param scale standard deviation of the same; 1 where it is 0
 */
public record Standardisation(List<Float> mean, List<Float> scale) {

  public Standardisation {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
  }

  /**
   * Measures the training rows, in two passes and double precision.
   *
   * @throws ModelException if a value is infinite
   */
  static Standardisation of(TrainingSet train) {
    List<Float> means = new ArrayList<>();
    List<Float> scales = new ArrayList<>();
    for (int column = 0; column < train.featureCount(); column++) {
      double mean = mean(train, column);
      double deviation = deviation(train, column, mean);
      means.add((float) mean);
      scales.add(deviation > 1e-6 ? (float) deviation : 1f);
    }
    return new Standardisation(means, scales);
  }

  static double transform(double x) {
    return Math.copySign(Math.log1p(Math.abs(x)), x);
  }

  private static double mean(TrainingSet train, int column) {
    double sum = 0;
    int count = 0;
    for (int row = 0; row < train.rowCount(); row++) {
      float value = train.value(row, column);
      if (Float.isInfinite(value)) {
        throw new ModelException(
            "training set: "
                + train.features().get(column)
                + " of row "
                + row
                + " is "
                + value
                + "; a value is finite, or NaN where it is missing");
      }
      if (!Float.isNaN(value)) {
        sum += transform(value);
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private static double deviation(TrainingSet train, int column, double mean) {
    double squares = 0;
    int count = 0;
    for (int row = 0; row < train.rowCount(); row++) {
      float value = train.value(row, column);
      if (!Float.isNaN(value)) {
        double difference = transform(value) - mean;
        squares += difference * difference;
        count++;
      }
    }
    return count == 0 ? 0 : Math.sqrt(squares / count);
  }

  /** The network input for one raw value. */
  float standardise(float x, int column) {
    return Float.isNaN(x) ? 0f : (float) ((transform(x) - mean.get(column)) / scale.get(column));
  }
}
