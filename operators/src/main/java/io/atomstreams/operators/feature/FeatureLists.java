package io.atomstreams.operators.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A feature list and what it became by additions. Generation {@code n} is the list after {@code n}
 * additions. Each is the beginning of the next: a vector of an earlier generation is the front of
 * one of a later, and so are the columns of an entity.
 */
public final class FeatureLists implements Serializable {

  private static final long serialVersionUID = 1;

  private final List<FeatureList> generations = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();

  /**
   * The generations of a list.
   *
   * @throws IllegalArgumentException if the additions are not numbered 1, 2, … or one does not go
   *     with the list
   */
  public FeatureLists(FeatureList declared, List<FeatureAddition> additions) {
    generations.add(declared);
    for (FeatureAddition addition : additions) {
      if (addition.number() != generations.size()) {
        throw new IllegalArgumentException(
            "addition %d to features %s follows addition %d; they must be numbered without gaps"
                .formatted(addition.number(), declared.id(), generations.size() - 1));
      }
      generations.add(latest().plus(addition));
      ids.add(addition.id());
    }
  }

  /** Number of the latest generation: how many additions there are. */
  public int last() {
    return generations.size() - 1;
  }

  /** The id of the addition that made a generation, 1 to {@link #last()}. */
  public String id(int generation) {
    return ids.get(generation - 1);
  }

  public FeatureList latest() {
    return generations.get(last());
  }

  /**
   * The list after so many additions.
   *
   * @param generation 0 to {@link #last()}
   */
  public FeatureList at(int generation) {
    return generations.get(generation);
  }
}
