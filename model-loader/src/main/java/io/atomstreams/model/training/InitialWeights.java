package io.atomstreams.model.training;

import io.atomstreams.model.network.Architecture;
import io.atomstreams.model.network.WeightSpec;
import io.atomstreams.model.network.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Weights before any training: each random array has a stream of its own, from −1 down. */
final class InitialWeights {

  private InitialWeights() {}

  static Weights of(Architecture architecture, long seed) {
    List<float[]> values = new ArrayList<>();
    int random = 0;
    for (WeightSpec spec : architecture.weights()) {
      float[] numbers = new float[spec.size()];
      switch (spec.start()) {
        case ZEROS -> Arrays.fill(numbers, 0);
        case ONES -> Arrays.fill(numbers, 1);
        case HE, GLOROT, QUARTER -> {
          CounterRandom stream = new CounterRandom(seed, -1L - random);
          random++;
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) ((2 * stream.uniform(i) - 1) * spec.limit());
          }
        }
      }
      values.add(numbers);
    }
    return new Weights(architecture.weights(), values);
  }
}
