package io.atomstreams.operators.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The last step to a vector: defaults for what is missing, then ratios and differences. */
final class Derivation implements Serializable {

  private static final long serialVersionUID = 1;

  /** A place of the vector that is made of two earlier ones. */
  private record Derived(int index, FeatureSpec.OfTwo spec, int left, int right)
      implements Serializable {}

  /** By place in the vector; {@code NaN} stays {@code NaN}. */
  private final float[] defaults;

  private final boolean anyDefault;
  private final List<Derived> derived = new ArrayList<>();

  Derivation(FeatureList list) {
    defaults = new float[list.size()];
    boolean any = false;
    for (int i = 0; i < defaults.length; i++) {
      FeatureSpec spec = list.features().get(i);
      defaults[i] = list.defaultOf(spec.name());
      any |= !Float.isNaN(defaults[i]);
      if (spec instanceof FeatureSpec.OfTwo ofTwo) {
        int left = list.indexOf(ofTwo.left());
        derived.add(new Derived(i, ofTwo, left, list.indexOf(ofTwo.right())));
      }
    }
    anyDefault = any;
  }

  /** Completes a vector whose windowed features are in their places, {@code NaN} if missing. */
  void complete(float[] vector) {
    if (anyDefault) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = orDefault(i, vector[i]);
      }
    }
    for (Derived d : derived) {
      float value = d.spec().of(vector[d.left()], vector[d.right()]);
      vector[d.index()] = orDefault(d.index(), value);
    }
  }

  private float orDefault(int index, float value) {
    return Float.isNaN(value) ? defaults[index] : value;
  }
}
