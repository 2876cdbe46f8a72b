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
 * @param groups whose parts are compared with each other: {@link #TENANT}, or features of {@code
 *     cuts}
 */
public record Segments(boolean byTenant, List<FeatureCut> cuts, List<String> groups)
    implements Serializable {

  /** Stands for tenants among the groups. */
  public static final String TENANT = "tenant";

  /**
   * One of the groups that are compared under a segment.
   *
   * @param segment such as {@code tenant=*}
   * @param name such as {@code tenant=acme}
   */
  record Group(String segment, String name) {}

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
    groups = List.copyOf(groups);
    List<String> known = new ArrayList<>(List.of(TENANT));
    cuts.forEach(cut -> known.add(cut.feature()));
    for (String group : groups) {
      if (!known.contains(group)) {
        throw new IllegalArgumentException(
            "groups name '%s', which no segment is cut by; must be of %s".formatted(group, known));
      }
    }
  }

  /** Without groups. */
  public Segments(boolean byTenant, List<FeatureCut> cuts) {
    this(byTenant, cuts, List.of());
  }

  /** The segments an example is in, {@link Judged#ALL} first. */
  public List<String> of(Example example) {
    List<String> segments = new ArrayList<>(2 + cuts.size());
    segments.add(Judged.ALL);
    if (byTenant) {
      segments.add(tenant(example));
    }
    for (FeatureCut cut : cuts) {
      segments.add(cut.of(example.vector()));
    }
    return segments;
  }

  private static String tenant(Example example) {
    return TENANT + "=" + example.tenant();
  }

  /** The group an example belongs to, of each that are compared. */
  List<Group> groupsOf(Example example) {
    List<Group> found = new ArrayList<>(groups.size());
    for (String group : groups) {
      found.add(new Group(group + "=*", name(group, example)));
    }
    return found;
  }

  private String name(String group, Example example) {
    return cuts.stream()
        .filter(cut -> cut.feature().equals(group))
        .findFirst()
        .map(cut -> cut.of(example.vector()))
        .orElseGet(() -> tenant(example));
  }
}
