package io.atomstreams.operators.feature;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Features that joined a list while its job ran.
 *
 * @param id of this very addition: another one that takes the number of one that was refused has
 *     another
 * @param number place among all additions to that list, from 1, without gaps
 * @param features in the order in which they are appended to the vector
 * @param defaults of those that have one, by name
 */
public record FeatureAddition(
    String id, int number, List<FeatureSpec> features, Map<String, Float> defaults)
    implements Serializable {

  public FeatureAddition {
    if (number < 1) {
      throw new IllegalArgumentException("addition " + number + ": numbers begin at 1");
    }
    features = List.copyOf(features);
    defaults = Map.copyOf(defaults);
  }

  /** Where the additions to a list are kept. */
  @FunctionalInterface
  public interface Log extends Serializable {

    /** Nothing is ever added. */
    Log NONE = List::of;

    /** All that there are at the moment of the call, by number. */
    List<FeatureAddition> read();
  }
}
