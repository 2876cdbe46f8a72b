package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Example;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of the examples that are evaluated apart, beside all of them together.
 *
 * @param byTenant whether each tenant is one
 * @param cuts each divides the examples by one feature
 */
public record Segments(boolean byTenant, List<FeatureCut> cuts) implements Serializable {

  /**
   * Divides by a feature at edges: {@code (−∞, e₁)}, {@code [e₁, e₂)}, …; rows without a value are
   * a segment too.
   *
   * @param place of the feature in the vector
   * @param edges ascending, one or more
   */
  public record FeatureCut(String feature, int place, List<Double> edges) implements Serializable {
    public FeatureCut {
      edges = List.copyOf(edges);
      for (int i = 1; i < edges.size(); i++) {
        if (!(edges.get(i - 1) < edges.get(i))) {
          throw new IllegalArgumentException(
              "segments by %s: edges are %s, must ascend".formatted(feature, edges));
        }
      }
    }

    String of(float[] vector) {
      float value = place < vector.length ? vector[place] : Float.NaN;
      if (Float.isNaN(value)) {
        return feature + "=none";
      }
      int above = 0;
      while (above < edges.size() && value >= edges.get(above)) {
        above++;
      }
      return above == 0 ? feature + "<" + edges.get(0) : feature + ">=" + edges.get(above - 1);
    }
  }

  public Segments {
    cuts = List.copyOf(cuts);
  }

  /** The segments an example is in, {@link Judged#ALL} first. */
  public List<String> of(Example example) {
    List<String> segments = new ArrayList<>(2 + cuts.size());
    segments.add(Judged.ALL);
    if (byTenant) {
      segments.add("tenant=" + example.tenant());
    }
    for (FeatureCut cut : cuts) {
      segments.add(cut.of(example.vector()));
    }
    return segments;
  }
}
