package io.atomstreams.model.training;

import java.util.ArrayList;
import java.util.List;

/** Untrained networks with random weights, for tests that need a model but no training. */
public final class TinyNetworks {

  private TinyNetworks() {}

  /** A network whose weights depend on the seed alone. */
  public static TrainedNetwork random(List<String> features, List<Integer> hidden, long seed) {
    List<DenseLayer> layers = new ArrayList<>();
    int inputs = features.size();
    for (int units : hidden) {
      layers.add(DenseLayer.initial(inputs, units, new CounterRandom(seed, layers.size())));
      inputs = units;
    }
    layers.add(DenseLayer.initial(inputs, 1, new CounterRandom(seed, layers.size())));
    List<Float> mean = new ArrayList<>();
    List<Float> scale = new ArrayList<>();
    CounterRandom random = new CounterRandom(seed, 99);
    for (int i = 0; i < features.size(); i++) {
      mean.add((float) random.uniform(2L * i));
      scale.add((float) (0.5 + random.uniform(2L * i + 1)));
    }
    return new TrainedNetwork(features, new Standardisation(mean, scale), layers, List.of(), 0);
  }

  /** Rows of mixed magnitude and sign; one value in ten is missing. */
  public static float[] rows(int rowCount, int columns, long seed) {
    CounterRandom random = new CounterRandom(seed, 7);
    float[] rows = new float[rowCount * columns];
    for (int i = 0; i < rows.length; i++) {
      long at = 3L * i;
      double size = Math.exp(10 * random.uniform(at) - 2);
      rows[i] =
          random.uniform(at + 1) < 0.1
              ? Float.NaN
              : (float) (random.uniform(at + 2) < 0.3 ? -size : size);
    }
    return rows;
  }

  /** Rows of numbers between -3 and 3, none missing. */
  public static float[] smallRows(int rowCount, int columns, long seed) {
    CounterRandom random = new CounterRandom(seed, 8);
    float[] rows = new float[rowCount * columns];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (6 * random.uniform(i) - 3);
    }
    return rows;
  }

  /** Numbers between -0.6 and 0.6. */
  public static float[] smallWeights(int count, long seed) {
    float[] weights = smallRows(count, 1, seed);
    for (int i = 0; i < count; i++) {
      weights[i] *= 0.2f;
    }
    return weights;
  }

  /** {@code count} names: f0, f1, … */
  public static List<String> features(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("f" + i);
    }
    return names;
  }
}
