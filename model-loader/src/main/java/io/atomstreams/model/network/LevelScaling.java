package io.atomstreams.model.network;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.network.Operations.Binary;
import io.atomstreams.model.network.Operations.Reduction;
import io.atomstreams.model.network.Operations.Unary;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts every window of a series on the same level, so that one network serves series of all sizes.
 * Of a window of {@code steps} steps with {@code width} values each, the first value of a step is
 * the series; over those that are present, {@code m} is the mean and {@code s} the mean absolute
 * value (1 where that is 0). Then
 *
 * <pre>
 *   z = (x − m) / s,  0 where x is NaN;   forecast = m + s · y
 * </pre>
 *
 * <p>So {@code forecast(c·x) = c·forecast(x)} for every {@code c > 0}. Other values of a step pass
 * as they are, 0 where they are {@code NaN}.
 *
 * @param steps 1 or more
 * @param width values of a step, 1 or more
 */
public record LevelScaling(int steps, int width) implements Preparation {

  public LevelScaling {
    if (steps < 1 || width < 1) {
      throw new ModelException(
          "level scaling: %d steps of %d values; both must be 1 or more".formatted(steps, width));
    }
  }

  /** Where a window lies. */
  private record Level(double mean, double size) {}

  private Level level(float[] row) {
    double sum = 0;
    double size = 0;
    int present = 0;
    for (int step = 0; step < steps; step++) {
      float x = row[step * width];
      if (!Float.isNaN(x)) {
        sum += x;
        size += Math.abs(x);
        present++;
      }
    }
    return present == 0 ? new Level(0, 1) : new Level(sum / present, size > 0 ? size / present : 1);
  }

  @Override
  public float[] before(float[] row) {
    Level level = level(row);
    float[] prepared = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      if (!Float.isNaN(row[i])) {
        prepared[i] = i % width == 0 ? (float) ((row[i] - level.mean) / level.size) : row[i];
      }
    }
    return prepared;
  }

  @Override
  public float[] target(float[] row, float[] target) {
    Level level = level(row);
    float[] scaled = new float[target.length];
    for (int i = 0; i < target.length; i++) {
      scaled[i] = (float) ((target[i] - level.mean) / level.size);
    }
    return scaled;
  }

  @Override
  public boolean scalesResults() {
    return true;
  }

  /** The series of each row, which values of it are missing, and its level, both [batch, 1]. */
  private record Levels<T>(T series, T missing, T mean, T size) {}

  private <T> Levels<T> levels(Operations<T> ops, T rows) {
    T series =
        width == 1
            ? rows
            : ops.reshape(ops.slice(ops.reshape(rows, -1, steps, width), 2, 0, 1), -1, steps);
    T missing = ops.unary(Unary.IS_NAN, series);
    T present = ops.select(missing, ops.number(0), series);
    T ones = ops.select(missing, ops.number(0), ops.number(1));
    T count = ops.binary(Binary.MAXIMUM, ops.reduce(Reduction.SUM, ones, 1, true), ops.number(1));
    T mean = ops.divide(ops.reduce(Reduction.SUM, present, 1, true), count);
    T size = ops.divide(ops.reduce(Reduction.SUM, ops.unary(Unary.ABS, present), 1, true), count);
    T level = ops.select(ops.binary(Binary.LESS, ops.number(0), size), size, ops.number(1));
    return new Levels<>(present, missing, mean, level);
  }

  @Override
  public <T> T before(Operations<T> ops, T rows) {
    Levels<T> levels = levels(ops, rows);
    T scaled = ops.divide(ops.subtract(levels.series, levels.mean), levels.size);
    T series = ops.select(levels.missing, ops.number(0), scaled);
    if (width == 1) {
      return series;
    }
    T others = ops.slice(ops.reshape(rows, -1, steps, width), 2, 1, width);
    T absent = ops.unary(Unary.IS_NAN, others);
    List<T> parts = new ArrayList<>();
    parts.add(ops.reshape(series, -1, steps, 1));
    parts.add(ops.select(absent, ops.number(0), others));
    return ops.reshape(ops.concat(2, parts), -1, steps * width);
  }

  @Override
  public <T> T after(Operations<T> ops, T rows, T numbers) {
    Levels<T> levels = levels(ops, rows);
    return ops.add(levels.mean, ops.multiply(numbers, levels.size));
  }
}
