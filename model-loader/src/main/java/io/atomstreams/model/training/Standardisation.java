package io.atomstreams.model.training;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.network.Operations;
import io.atomstreams.model.network.Operations.Unary;
import io.atomstreams.model.network.Preparation;
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
public record Standardisation(List<Float> mean, List<Float> scale) implements Preparation {

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

  @Override
  public float[] before(float[] row) {
    float[] prepared = new float[row.length];
    for (int column = 0; column < row.length; column++) {
      prepared[column] = standardise(row[column], column);
    }
    return prepared;
  }

  /** A missing value is decided on the raw input and replaced last: NaN never reaches a product. */
  @Override
  public <T> T before(Operations<T> ops, T rows) {
    T size = ops.unary(Unary.LOG1P, ops.unary(Unary.ABS, rows));
    T transformed = ops.multiply(ops.unary(Unary.SIGN, rows), size);
    T centred = ops.subtract(transformed, row(ops, mean));
    T standardised = ops.divide(centred, row(ops, scale));
    return ops.select(ops.unary(Unary.IS_NAN, rows), ops.number(0), standardised);
  }

  private static <T> T row(Operations<T> ops, List<Float> values) {
    double[] numbers = values.stream().mapToDouble(Float::doubleValue).toArray();
    return ops.constant(ElementType.FLOAT32, List.of(numbers.length), numbers);
  }

  /** Measures the rows of a training set of any kind. */
  public static Standardisation of(Examples train) {
    boolean[] labels = new boolean[train.count()];
    return of(new TrainingSet(train.features(), train.rows(), labels, new long[labels.length]));
  }
}
