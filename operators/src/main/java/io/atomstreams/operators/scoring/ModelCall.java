package io.atomstreams.operators.scoring;

import io.atomstreams.model.serving.ServedModel;
import io.atomstreams.operators.event.FeatureRecord;

/**
 * One flat call of a model for some records of a batch: gathers their vectors, scores, scatters.
 * Reuses its arrays; belongs to one thread.
 */
final class ModelCall {

  private float[] rows = {};
  private float[] results = {};
  private float[] whole = {};
  private int missing;

  /**
   * Scores the records at {@code places}, and leaves each one's score at its place in {@code out}.
   *
   * @param count how many places there are
   * @throws RuntimeException whatever the engine throws
   */
  void score(ServedModel model, FeatureRecord[] batch, int[] places, int count, float[] out) {
    gather(model, batch, places, count);
    if (results.length < count) {
      results = new float[out.length];
    }
    model.score(rows, count, results);
    for (int i = 0; i < count; i++) {
      out[places[i]] = results[i];
    }
  }

  /** The model's own rows of the records at {@code places}, valid until the next call. */
  float[] gather(ServedModel model, FeatureRecord[] batch, int[] places, int count) {
    int width = model.featureCount();
    if (rows.length < count * width) {
      rows = new float[batch.length * width];
    }
    for (int i = 0; i < count; i++) {
      model.project(whole(batch[places[i]].vector(), model.servedCount()), 0, rows, i);
    }
    missing = 0;
    for (int i = 0; i < count * width; i++) {
      if (Float.isNaN(rows[i])) {
        missing++;
      }
    }
    return rows;
  }

  /** How many values of the rows gathered last were missing. */
  int missing() {
    return missing;
  }

  /** A vector from before features joined has none of them. */
  private float[] whole(float[] vector, int features) {
    if (vector.length >= features) {
      return vector;
    }
    if (whole.length != features) {
      whole = new float[features];
    }
    System.arraycopy(vector, 0, whole, 0, vector.length);
    java.util.Arrays.fill(whole, vector.length, features, Float.NaN);
    return whole;
  }
}
