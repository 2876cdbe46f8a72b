package io.atomstreams.model.serving;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a model finds its own ordered features in the vector that is served, which may hold more
 * and in another order. Features can be added to the served vector without unfitting a model.
 */
public final class FeatureBinding {

  private final int[] projection;
  private final int servedCount;

  private FeatureBinding(int[] projection, int servedCount) {
    this.projection = projection;
    this.servedCount = servedCount;
  }

  /**
   * Finds each of {@code wanted} in {@code served}.
   *
   * @throws ModelException naming every feature that is not served, or one that is served twice
   */
  public static FeatureBinding of(ModelRef ref, List<String> wanted, List<String> served) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < served.size(); i++) {
      if (places.put(served.get(i), i) != null) {
        throw new ModelException(
            "model " + ref + ": feature " + served.get(i) + " is served twice; keep one");
      }
    }
    List<String> missing = new ArrayList<>();
    int[] projection = new int[wanted.size()];
    for (int i = 0; i < projection.length; i++) {
      Integer place = places.get(wanted.get(i));
      if (place == null) {
        missing.add(wanted.get(i));
      } else {
        projection[i] = place;
      }
    }
    if (!missing.isEmpty()) {
      throw new ModelException(
          "model "
              + ref
              + ": the feature list has "
              + wanted.size()
              + " features, "
              + (wanted.size() - missing.size())
              + " of them are served; missing: "
              + String.join(", ", missing)
              + "; serve them or train a version without them");
    }
    return new FeatureBinding(projection, served.size());
  }

  /** The length of the served vector. */
  public int servedCount() {
    return servedCount;
  }

  /** For each of the model's features, its index in the served vector. A copy. */
  public int[] projection() {
    return projection.clone();
  }

  /**
   * Copies one served vector, from {@code fromOffset} on, to the model's row at {@code toOffset}.
   */
  public void project(float[] served, int fromOffset, float[] row, int toOffset) {
    for (int i = 0; i < projection.length; i++) {
      row[toOffset + i] = served[fromOffset + projection[i]];
    }
  }
}
