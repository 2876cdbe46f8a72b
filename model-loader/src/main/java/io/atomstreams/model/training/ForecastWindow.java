package io.atomstreams.model.training;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * The contract of a model that forecasts a series from its last steps:
 *
 * <pre>
 *   input     window    [-1, steps, 1]    value_lag_28 … value_lag_1, the oldest first
 *   output    forecast  [-1, horizon]     the next steps, the nearest first; kind VALUE
 *             quantiles [-1, levels, horizon]   where it was trained for quantiles
 * </pre>
 *
 * <p>Values are raw: the graph puts each window on its level ({@code LevelScaling}) and the
 * forecast back, so one model serves series of all sizes. {@code NaN} is a missing step.
 *
 * @param steps of the window, 2 or more
 * @param horizon steps ahead, 1 or more
 * @param season steps after which the series repeats itself, at most {@code steps}; 1 for none: the
 *     baseline repeats the last season
 */
public record ForecastWindow(int steps, int horizon, int season) {

  /** Name of the input. */
  public static final String INPUT = "window";

  public ForecastWindow {
    if (steps < 2 || horizon < 1 || season < 1 || season > steps) {
      throw new ModelException(
          "forecast window: %d steps, horizon %d, season %d; steps must be 2 or more, the horizon 1 or more, the season 1 to the steps"
              .formatted(steps, horizon, season));
    }
  }

  /** {@code value_lag_28 … value_lag_1}. */
  public List<String> features() {
    List<String> names = new ArrayList<>();
    for (int lag = steps; lag >= 1; lag--) {
      names.add("value_lag_" + lag);
    }
    return List.copyOf(names);
  }

  public TensorSpec input() {
    return new TensorSpec(INPUT, ElementType.FLOAT32, List.of(-1L, (long) steps, 1L));
  }

  /**
   * The seasonal naive forecast: for each step ahead the value one season before it, or two, so
   * that it is known; where that is missing, the last present value.
   */
  public float[] seasonalNaive(float[] window) {
    float last = 0;
    for (float value : window) {
      last = Float.isNaN(value) ? last : value;
    }
    float[] forecast = new float[horizon];
    for (int ahead = 0; ahead < horizon; ahead++) {
      float value = window[steps - season + ahead % season];
      forecast[ahead] = Float.isNaN(value) ? last : value;
    }
    return forecast;
  }
}
