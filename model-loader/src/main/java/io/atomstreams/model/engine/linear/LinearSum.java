package io.atomstreams.model.engine.linear;

import io.atomstreams.model.ModelException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one sum adds up.
 *
 * @param weights of the columns, in the order of the features; 0 of a category
 * @param levels of a category, by the feature's name: what each of its levels adds
 */
public record LinearSum(List<Double> weights, double intercept, Map<String, List<Double>> levels) {

  public LinearSum {
    weights = List.copyOf(weights);
    Map<String, List<Double>> copy = new TreeMap<>();
    levels.forEach((feature, added) -> copy.put(feature, List.copyOf(added)));
    levels = Collections.unmodifiableMap(copy);
  }

  /** Refuses what does not fit these features, or diverged. */
  void require(List<String> features) {
    requireNumbers("intercept", List.of(intercept));
    requireNumbers("weight", weights);
    if (weights.size() != features.size()) {
      throw new ModelException(
          "linear weights: %d features need as many weights, not %d"
              .formatted(features.size(), weights.size()));
    }
    levels.forEach(
        (feature, added) -> {
          if (!features.contains(feature)) {
            throw new ModelException(
                "linear weights: levels of %s, which is no feature; there are %s"
                    .formatted(feature, features));
          }
          requireNumbers("level of " + feature, added);
        });
  }

  static void requireNumbers(String what, List<Double> values) {
    for (int i = 0; i < values.size(); i++) {
      if (!Double.isFinite(values.get(i))) {
        throw new ModelException(
            "linear weights: %s %d is %s; the training has diverged, train again"
                .formatted(what, i, values.get(i)));
      }
    }
  }
}
