package io.atomstreams.operators.feature;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the values of several entities together to the vector of an event. */
public final class VectorAssembly implements Serializable {

  private static final long serialVersionUID = 1;

  /** By kind: the places of its features in the vector, and how several entities become one. */
  private static final class Places implements Serializable {
    private static final long serialVersionUID = 1;
    private final int[] at;
    private final Over[] over;

    Places(FeatureList list, EntityKind kind) {
      FeatureList part = list.of(kind);
      at = part.names().stream().mapToInt(list::indexOf).toArray();
      over =
          part.features().stream()
              .map(feature -> ((FeatureSpec.OfEntity) feature).over())
              .toArray(Over[]::new);
    }
  }

  private final int size;
  private final TreeMap<EntityKind, Places> places = new TreeMap<>();
  private final Derivation derivation;

  public VectorAssembly(FeatureList list) {
    size = list.size();
    list.kinds().forEach(kind -> places.put(kind, new Places(list, kind)));
    derivation = new Derivation(list);
  }

  /** A vector with the customer's values in their places and nothing yet in all others. */
  public float[] begin(float[] ofCustomer) {
    float[] vector = new float[size];
    Arrays.fill(vector, Float.NaN);
    int[] at = places.get(EntityKind.CUSTOMER).at;
    for (int i = 0; i < at.length; i++) {
      vector[at[i]] = ofCustomer[i];
    }
    return vector;
  }

  /**
   * Puts the answers in their places, and then what is made of several features.
   *
   * @param answers of all entities that were asked, those of one kind in the order of their places
   */
  public void complete(float[] vector, List<EntityVisit.Answer> answers) {
    for (Map.Entry<EntityKind, Places> entry : places.entrySet()) {
      if (!entry.getKey().equals(EntityKind.CUSTOMER)) {
        put(vector, entry.getValue(), valuesOf(entry.getKey(), answers));
      }
    }
    derivation.complete(vector);
  }

  private static List<float[]> valuesOf(EntityKind kind, List<EntityVisit.Answer> answers) {
    return answers.stream()
        .filter(a -> a.kind().equals(kind))
        .map(EntityVisit.Answer::values)
        .toList();
  }

  private static void put(float[] vector, Places places, List<float[]> values) {
    float[] ofAll = new float[values.size()];
    for (int f = 0; f < places.at.length; f++) {
      for (int e = 0; e < ofAll.length; e++) {
        ofAll[e] = values.get(e)[f];
      }
      vector[places.at[f]] = places.over[f].of(ofAll, ofAll.length);
    }
  }
}
