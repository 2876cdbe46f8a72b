package io.atomstreams.model.network;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.network.Operations.Binary;
import io.atomstreams.model.network.Operations.Unary;
import java.util.List;
import java.util.Map;

/**
 * Values of the next steps. The result is {@code forecast} [-1, horizon]; the score is the next
 * step's.
 *
 * @param horizon steps ahead, 1 or more
 * @param cost what an error {@code e}, on the network's scale, costs
 */
public record ForecastObjective(int horizon, Cost cost) implements Objective {

  public static final String OUTPUT = "forecast";

  /** What an error costs. */
  public enum Cost {
    /** {@code e²}: the mean is learned. */
    SQUARED,
    /** {@code e²/2} up to 1, {@code |e| − 1/2} beyond (Huber 1964): outliers pull less. */
    HUBER,
    /** {@code |e|}: the median is learned, what the sum of absolute errors asks for. */
    ABSOLUTE
  }

  public ForecastObjective {
    if (horizon < 1) {
      throw new ModelException("forecast: a horizon of " + horizon + "; it must be 1 or more");
    }
  }

  @Override
  public int outputs() {
    return horizon;
  }

  @Override
  public int targets() {
    return horizon;
  }

  @Override
  public <T> T loss(Operations<T> ops, T numbers, T targets) {
    T difference = ops.subtract(numbers, targets);
    return switch (cost) {
      case SQUARED -> ops.multiply(difference, difference);
      case ABSOLUTE -> ops.unary(Unary.ABS, difference);
      case HUBER -> huber(ops, ops.unary(Unary.ABS, difference));
    };
  }

  private static <T> T huber(Operations<T> ops, T size) {
    T inner = ops.binary(Binary.MINIMUM, size, ops.number(1));
    T square = ops.multiply(ops.number(0.5), ops.multiply(inner, inner));
    return ops.add(square, ops.subtract(size, inner));
  }

  @Override
  public <T> Map<String, T> results(Operations<T> ops, T numbers) {
    return Map.of(OUTPUT, numbers);
  }

  @Override
  public List<TensorSpec> results() {
    return List.of(TensorSpec.floatRows(OUTPUT, horizon));
  }

  @Override
  public Score score() {
    return new Score(OUTPUT, 0, Kind.VALUE);
  }

  @Override
  public boolean isValue() {
    return true;
  }
}
