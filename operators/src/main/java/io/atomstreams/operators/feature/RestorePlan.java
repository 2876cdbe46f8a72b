package io.atomstreams.operators.feature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of each feature when a job restores state that was written under another list: a
 * prediction from the two declarations alone.
 *
 * <p>State is kept in columns, one for each aggregation of a reading over some events, as far back
 * as the longest window that reads it, in slices that grow coarser with age. A feature loses
 * nothing if its column was there, reached as far back, and was sliced as finely at that age.
 */
public final class RestorePlan {

  /** What becomes of a feature. */
  public enum Fate {
    /** The same values as if it had always been declared like this. */
    KEPT,
    /** Begins with part of what its window should hold. */
    FILLING,
    /** Begins with nothing. */
    EMPTY
  }

  /**
   * One feature.
   *
   * @param completeAfter how much event time after the restore its values are what they would be if
   *     it had always been declared like this, at the latest; zero if it is kept
   */
  public record Finding(String feature, Fate fate, Duration completeAfter) {}

  private final List<Finding> findings = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();

  /**
   * A prediction.
   *
   * @param found the layouts of the state, by kind of entity
   * @param graphs of connected customers, by kind: what they were made by
   * @param list what is to read it
   */
  public RestorePlan(
      Map<EntityKind, EntityLayout> found, Map<EntityKind, String> graphs, FeatureList list) {
    Map<String, Finding> byName = new HashMap<>();
    for (FeatureSpec feature : list.features()) {
      Finding finding =
          feature instanceof FeatureSpec.OfTwo derived
              ? ofTwo(derived, byName)
              : feature instanceof FeatureSpec.Component component
                  ? component(graphs.get(component.entity()), component)
                  : windowed(found, (FeatureSpec.Windowed) feature);
      byName.put(finding.feature(), finding);
      findings.add(finding);
    }
    found.forEach((kind, layout) -> drop(kind, layout, list));
    graphs.forEach(
        (kind, description) -> {
          if (!list.kinds().contains(kind)) {
            dropped.add(kind.yamlName() + ": " + description.replace('|', ' '));
          }
        });
  }

  private static Finding component(String found, FeatureSpec.Component feature) {
    return feature.describe().equals(found)
        ? new Finding(feature.name(), Fate.KEPT, Duration.ZERO)
        : new Finding(feature.name(), Fate.EMPTY, feature.window().plus(feature.slack()));
  }

  private static Finding windowed(
      Map<EntityKind, EntityLayout> layouts, FeatureSpec.Windowed feature) {
    EntityLayout found = layouts.get(feature.entity());
    Column wanted = Column.of(feature);
    int place = found == null ? -1 : found.indexOf(wanted.key());
    Duration whole = feature.window().plus(feature.slack());
    if (place < 0) {
      return new Finding(feature.name(), Fate.EMPTY, whole);
    }
    Duration reach = found.column(place).reach();
    Duration fine = found.finestReach(feature.tier());
    Duration covered = reach.compareTo(fine) <= 0 ? reach : fine;
    return covered.compareTo(feature.window()) >= 0
        ? new Finding(feature.name(), Fate.KEPT, Duration.ZERO)
        : new Finding(feature.name(), Fate.FILLING, whole.minus(covered));
  }

  private static Finding ofTwo(FeatureSpec.OfTwo feature, Map<String, Finding> earlier) {
    Finding left = earlier.get(feature.left());
    Finding right = earlier.get(feature.right());
    Finding worse = left.completeAfter().compareTo(right.completeAfter()) >= 0 ? left : right;
    Fate fate =
        left.fate() == right.fate() || worse.fate() == Fate.KEPT ? worse.fate() : Fate.FILLING;
    return new Finding(feature.name(), fate, worse.completeAfter());
  }

  private void drop(EntityKind kind, EntityLayout layout, FeatureList list) {
    Set<String> read = new HashSet<>();
    for (FeatureSpec feature : list.features()) {
      if (feature instanceof FeatureSpec.Windowed windowed && windowed.entity().equals(kind)) {
        read.add(Column.of(windowed).key());
      }
    }
    for (int c = 0; c < layout.size(); c++) {
      String key = layout.column(c).key();
      if (!read.contains(key)) {
        dropped.add(kind.yamlName() + ": " + key.replace('|', ' '));
      }
    }
  }

  /** In list order. */
  public List<Finding> findings() {
    return findings;
  }

  /** What is kept of some kind of entity and is read by no feature any more: gone for ever. */
  public List<String> dropped() {
    return dropped;
  }
}
