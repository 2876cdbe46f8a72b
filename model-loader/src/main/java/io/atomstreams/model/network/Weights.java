package io.atomstreams.model.network;

import io.atomstreams.model.ModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The learned numbers of an architecture, in the order of its {@link WeightSpec}s. Immutable. */
public final class Weights {

  private final List<WeightSpec> specs;
  private final List<float[]> values;

  /**
   * Wraps arrays, which are copied.
   *
   * @throws ModelException if an array is not as long as its shape says
   */
  public Weights(List<WeightSpec> specs, List<float[]> values) {
    this.specs = List.copyOf(specs);
    this.values = new ArrayList<>();
    if (specs.size() != values.size()) {
      throw new ModelException(
          specs.size() + " weights are declared, " + values.size() + " are given");
    }
    for (int i = 0; i < specs.size(); i++) {
      if (values.get(i).length != specs.get(i).size()) {
        throw new ModelException(
            "weight %s of shape %s needs %d numbers, not %d"
                .formatted(
                    specs.get(i).name(),
                    specs.get(i).shape(),
                    specs.get(i).size(),
                    values.get(i).length));
      }
      this.values.add(values.get(i).clone());
    }
  }

  public List<WeightSpec> specs() {
    return specs;
  }

  /** The numbers of a weight, row-major. A copy. */
  public float[] values(String name) {
    return values.get(index(name)).clone();
  }

  public WeightSpec spec(String name) {
    return specs.get(index(name));
  }

  /** How many numbers there are in all. */
  public int count() {
    return specs.stream().mapToInt(WeightSpec::size).sum();
  }

  private int index(String name) {
    for (int i = 0; i < specs.size(); i++) {
      if (specs.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new ModelException(
        "there is no weight "
            + name
            + "; there are "
            + specs.stream().map(WeightSpec::name).toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weights weights
        && specs.equals(weights.specs)
        && Arrays.deepEquals(values.toArray(), weights.values.toArray());
  }

  @Override
  public int hashCode() {
    return 31 * specs.hashCode() + Arrays.deepHashCode(values.toArray());
  }
}
