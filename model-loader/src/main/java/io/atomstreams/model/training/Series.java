package io.atomstreams.model.training;

import io.atomstreams.model.ModelException;

/**
 * Values of one quantity at steps of equal length, oldest first. The arrays are owned by it
 * afterwards and must not be changed.
 *
 * @param id for messages
 * @param timestamps when each step had ended and its value was known, ms UTC, rising
 * @param values one a step; {@code NaN} means missing
 */
public record Series(String id, long[] timestamps, float[] values) {

  public Series {
    if (timestamps.length != values.length) {
      throw new ModelException(
          "series %s: %d times and %d values".formatted(id, timestamps.length, values.length));
    }
    for (int i = 1; i < timestamps.length; i++) {
      if (timestamps[i] <= timestamps[i - 1]) {
        throw new ModelException(
            "series %s: step %d is at %d, not after the one before; sort the steps by time, one value each"
                .formatted(id, i, timestamps[i]));
      }
    }
    for (float value : values) {
      if (Float.isInfinite(value)) {
        throw new ModelException(
            "series %s: a value is %s; values are finite, or NaN where missing"
                .formatted(id, value));
      }
    }
  }
}
