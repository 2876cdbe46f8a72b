package io.atomstreams.model.engine;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.training.TinyNetworks;
import java.util.List;

/**
 * A recurrent network (Elman): {@code h ← tanh(x · in + h · back)} for each step, from {@code h =
 * 0}, then {@code h · out}.
 *
 * @param in row-major, {@link #WIDTH} × {@link #UNITS}
 * @param back row-major, {@link #UNITS} × {@link #UNITS}
 * @param out {@link #UNITS} × 1
 */
public record RecurrentSample(float[] in, float[] back, float[] out) {

  public static final int STEPS = 8;
  public static final int WIDTH = 3;
  public static final int UNITS = 6;
  public static final String INPUT = "steps";
  public static final String OUTPUT = "forecast";

  public static RecurrentSample random(long seed) {
    return new RecurrentSample(
        TinyNetworks.smallWeights(WIDTH * UNITS, seed),
        TinyNetworks.smallWeights(UNITS * UNITS, seed + 1),
        TinyNetworks.smallWeights(UNITS, seed + 2));
  }

  /** One input [-1, 8, 3], one output [-1, 1]. */
  public EngineSample sample() {
    return new EngineSample(
        new ModelSignature(
            List.of(
                new TensorSpec(
                    INPUT, ElementType.FLOAT32, List.of(-1L, (long) STEPS, (long) WIDTH))),
            List.of(TensorSpec.floatRows(OUTPUT, 1)),
            TinyNetworks.features(STEPS * WIDTH),
            new Score(OUTPUT, 0, Kind.VALUE)),
        this::forecast);
  }

  private double[] forecast(float[] row) {
    double[] state = new double[UNITS];
    for (int step = 0; step < STEPS; step++) {
      state = next(row, step, state);
    }
    double sum = 0;
    for (int unit = 0; unit < UNITS; unit++) {
      sum += state[unit] * out[unit];
    }
    return new double[] {sum};
  }

  private double[] next(float[] row, int step, double[] state) {
    double[] next = new double[UNITS];
    for (int unit = 0; unit < UNITS; unit++) {
      double sum = 0;
      for (int i = 0; i < WIDTH; i++) {
        sum += row[step * WIDTH + i] * in[i * UNITS + unit];
      }
      for (int j = 0; j < UNITS; j++) {
        sum += state[j] * back[j * UNITS + unit];
      }
      next[unit] = Math.tanh(sum);
    }
    return next;
  }
}
