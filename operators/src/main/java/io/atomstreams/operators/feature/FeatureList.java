package io.atomstreams.operators.feature;

import io.atomstreams.model.FeatureListHash;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ordered features of a vector. The order is the order of the vector; its hash names the list
 * in every record.
 */
public final class FeatureList implements Serializable {

  private static final long serialVersionUID = 1;

  private final String id;
  private final List<FeatureSpec> features;
  private final Map<String, Float> defaults;
  private final String hash;

  /** Checks and keeps a list whose features have no value where the events determine none. */
  public FeatureList(String id, List<FeatureSpec> features) {
    this(id, features, Map.of());
  }

  /**
   * Checks and keeps a list.
   *
   * @param defaults by feature name: what stands in the vector, and goes into ratios and
   *     differences, where the events determine no value
   * @throws IllegalArgumentException if a name stands twice or a ratio or difference names no
   *     earlier feature
   */
  public FeatureList(String id, List<FeatureSpec> features, Map<String, Float> defaults) {
    this.id = id;
    this.features = new ArrayList<>(features);
    Set<String> names = new HashSet<>();
    for (FeatureSpec feature : features) {
      if (feature instanceof FeatureSpec.OfTwo derived) {
        earlier(names, derived, derived.left());
        earlier(names, derived, derived.right());
      }
      if (!names.add(feature.name())) {
        throw new IllegalArgumentException(
            "features %s: the name %s stands twice".formatted(id, feature.name()));
      }
    }
    this.defaults = Map.copyOf(defaults);
    this.hash = FeatureListHash.of(names());
  }

  private static void earlier(Set<String> names, FeatureSpec.OfTwo feature, String name) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "feature %s: '%s' is not a feature listed before it; before it stand %s"
              .formatted(feature.name(), name, names));
    }
  }

  /**
   * The list with features more at its end. One that reads accumulators which are there already and
   * reach as far back shares them; others come with their own.
   *
   * @throws IllegalArgumentException as the constructors
   */
  FeatureList plus(FeatureAddition addition) {
    List<FeatureSpec> all = new ArrayList<>(features);
    for (FeatureSpec feature : addition.features()) {
      all.add(feature instanceof FeatureSpec.Windowed w ? sharing(w, addition.number()) : feature);
    }
    Map<String, Float> allDefaults = new HashMap<>(defaults);
    allDefaults.putAll(addition.defaults());
    return new FeatureList(id, all, allDefaults);
  }

  private FeatureSpec sharing(FeatureSpec.Windowed feature, int number) {
    for (int earlier = 0; earlier < number; earlier++) {
      List<FeatureSpec> brought = broughtBy(earlier, feature.entity());
      if (!brought.isEmpty()
          && EntityLayout.of(new FeatureList(id, brought)).holds(feature.of(earlier))) {
        return feature.of(earlier);
      }
    }
    return feature.of(number);
  }

  /**
   * What reads the columns of one addition: it alone says how finely their past is sliced, whatever
   * has joined since.
   */
  List<FeatureSpec> broughtBy(int addition, EntityKind kind) {
    return features.stream()
        .filter(
            f ->
                f instanceof FeatureSpec.Windowed own
                    && own.entity().equals(kind)
                    && own.addition() == addition)
        .toList();
  }

  public String id() {
    return id;
  }

  public List<FeatureSpec> features() {
    return features;
  }

  public int size() {
    return features.size();
  }

  public List<String> names() {
    return features.stream().map(FeatureSpec::name).toList();
  }

  /** The kinds of entities whose events the features read, in the order of {@link EntityKind}. */
  public Set<EntityKind> kinds() {
    Set<EntityKind> kinds = new TreeSet<>();
    for (FeatureSpec feature : features) {
      if (feature instanceof FeatureSpec.OfEntity ofEntity) {
        kinds.add(ofEntity.entity());
      }
    }
    return kinds;
  }

  /** The features of one kind, in list order, without what is made of them. */
  FeatureList of(EntityKind kind) {
    return new FeatureList(
        id + "/" + kind.yamlName(),
        features.stream()
            .filter(f -> f instanceof FeatureSpec.OfEntity own && own.entity().equals(kind))
            .toList());
  }

  /** What stands for a missing value; {@code NaN} unless one was declared. */
  public float defaultOf(String name) {
    return defaults.getOrDefault(name, Float.NaN);
  }

  public String hash() {
    return hash;
  }

  int indexOf(String name) {
    return names().indexOf(name);
  }
}
