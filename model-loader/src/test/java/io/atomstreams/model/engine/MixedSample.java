package io.atomstreams.model.engine;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.training.TinyNetworks;
import java.util.List;

/**
 * Four inputs of four types: {@code value = amounts · weights + exact} in double precision and
 * {@code count = Σ ids + Σ steps} in integers, the fractions of which are cut off.
 *
 * @param weights one per amount
 */
public record MixedSample(float[] weights) {

  public static final int AMOUNTS = 4;
  public static final TensorSpec AMOUNTS_INPUT = TensorSpec.floatRows("amounts", AMOUNTS);
  public static final TensorSpec IDS = new TensorSpec("ids", ElementType.INT64, List.of(-1L, 2L));
  public static final TensorSpec STEPS =
      new TensorSpec("steps", ElementType.INT32, List.of(-1L, 2L, 2L));
  public static final TensorSpec EXACT = new TensorSpec("exact", ElementType.FLOAT64, List.of(-1L));
  public static final TensorSpec VALUE = new TensorSpec("value", ElementType.FLOAT64, List.of(-1L));
  public static final TensorSpec COUNT = new TensorSpec("count", ElementType.INT32, List.of(-1L));

  public static MixedSample random(long seed) {
    return new MixedSample(TinyNetworks.smallWeights(AMOUNTS, seed));
  }

  public EngineSample sample() {
    return new EngineSample(
        new ModelSignature(
            List.of(AMOUNTS_INPUT, IDS, STEPS, EXACT),
            List.of(VALUE, COUNT),
            TinyNetworks.features(11),
            new Score("value", 0, Kind.VALUE)),
        this::results);
  }

  private double[] results(float[] row) {
    double value = row[10];
    for (int i = 0; i < AMOUNTS; i++) {
      value += row[i] * (double) weights[i];
    }
    int count = 0;
    for (int i = AMOUNTS; i < 10; i++) {
      count += (int) row[i];
    }
    return new double[] {value, count};
  }
}
