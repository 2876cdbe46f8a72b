package io.atomstreams.model.network;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.network.Operations.Binary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Quantiles of the next steps: the mean over levels {@code τ} of {@code max(τ·e, (τ − 1)·e)} with
 * {@code e = value − quantile} (Koenker, Bassett 1978). The results are {@code forecast} [-1,
 * horizon], the median, and {@code quantiles} [-1, levels, horizon]. Where quantiles cross, the one
 * farther from the median is moved onto the nearer one.
 *
 * @param horizon steps ahead, 1 or more
 * @param levels rising, in (0, 1), the median 0.5 among them
 */
public record QuantilesObjective(int horizon, List<Double> levels) implements Objective {

  public static final String OUTPUT = "quantiles";
  private static final double MEDIAN = 0.5;

  public QuantilesObjective {
    levels = List.copyOf(levels);
    if (horizon < 1) {
      throw new ModelException("quantiles: a horizon of " + horizon + "; it must be 1 or more");
    }
    boolean rises = true;
    for (int i = 0; i < levels.size(); i++) {
      double below = i == 0 ? 0 : levels.get(i - 1);
      rises &= levels.get(i) > below && levels.get(i) < 1;
    }
    if (!rises || !levels.contains(MEDIAN)) {
      throw new ModelException(
          "quantiles: levels are " + levels + "; they must rise in (0, 1) and contain 0.5");
    }
  }

  @Override
  public int outputs() {
    return horizon * levels.size();
  }

  @Override
  public int targets() {
    return horizon;
  }

  @Override
  public <T> T loss(Operations<T> ops, T numbers, T targets) {
    List<T> losses = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      T error = ops.subtract(targets, level(ops, numbers, i));
      losses.add(
          ops.binary(
              Binary.MAXIMUM,
              ops.multiply(error, ops.number(levels.get(i))),
              ops.multiply(error, ops.number(levels.get(i) - 1))));
    }
    return ops.concat(1, losses);
  }

  private <T> T level(Operations<T> ops, T numbers, int level) {
    return ops.slice(numbers, 1, level * horizon, (level + 1) * horizon);
  }

  @Override
  public <T> Map<String, T> results(Operations<T> ops, T numbers) {
    int median = levels.indexOf(MEDIAN);
    List<T> ordered = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      ordered.add(level(ops, numbers, i));
    }
    for (int i = median + 1; i < levels.size(); i++) {
      ordered.set(i, ops.binary(Binary.MAXIMUM, ordered.get(i), ordered.get(i - 1)));
    }
    for (int i = median - 1; i >= 0; i--) {
      ordered.set(i, ops.binary(Binary.MINIMUM, ordered.get(i), ordered.get(i + 1)));
    }
    Map<String, T> results = new LinkedHashMap<>();
    results.put(ForecastObjective.OUTPUT, ordered.get(median));
    results.put(OUTPUT, ops.reshape(ops.concat(1, ordered), -1, levels.size(), horizon));
    return results;
  }

  @Override
  public List<TensorSpec> results() {
    return List.of(
        TensorSpec.floatRows(ForecastObjective.OUTPUT, horizon),
        new TensorSpec(
            OUTPUT, ElementType.FLOAT32, List.of(-1L, (long) levels.size(), (long) horizon)));
  }

  @Override
  public Score score() {
    return new Score(ForecastObjective.OUTPUT, 0, Kind.VALUE);
  }

  @Override
  public boolean isValue() {
    return true;
  }
}
