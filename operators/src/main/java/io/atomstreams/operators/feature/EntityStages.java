package io.atomstreams.operators.feature;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The stages of a feature list, one for each kind of entity its features read, and which of them an
 * event calls on.
 */
public final class EntityStages implements Serializable {

  private static final long serialVersionUID = 1;

  private final EntityStage customer;
  private final TreeMap<EntityKind, EntityStage> others = new TreeMap<>();
  private final TreeMap<EntityKind, ComponentStage> components = new TreeMap<>();
  private final VectorAssembly assembly;
  private final Set<EventType> scored;

  /**
   * Stages for a list.
   *
   * @param scored the events whose vectors are wanted
   * @throws IllegalArgumentException if no feature is the customer's
   */
  public EntityStages(
      EntityStage.Options options,
      FeatureList list,
      RobustOutlier orderValue,
      Set<EventType> scored) {
    Set<EntityKind> kinds = list.kinds();
    if (!kinds.contains(EntityKind.CUSTOMER)) {
      throw new IllegalArgumentException(
          "features %s: none is of entity customer; at least one must be".formatted(list.id()));
    }
    for (EntityKind kind : kinds) {
      FeatureList own = list.of(kind);
      if (own.features().get(0) instanceof FeatureSpec.Component component) {
        components.put(kind, new ComponentStage(component, options));
      } else if (!kind.equals(EntityKind.CUSTOMER)) {
        others.put(kind, new EntityStage(options, own, orderValue));
      }
    }
    boolean isAlone = others.isEmpty() && components.isEmpty();
    this.customer =
        new EntityStage(options, isAlone ? list : list.of(EntityKind.CUSTOMER), orderValue);
    this.assembly = isAlone ? null : new VectorAssembly(list);
    this.scored = Set.copyOf(scored);
  }

  public EntityStage customer() {
    return customer;
  }

  /** Of the kinds beside the customer; often none. */
  public Map<EntityKind, EntityStage> others() {
    return others;
  }

  /** The graphs of connected customers; mostly none. */
  public Map<EntityKind, ComponentStage> components() {
    return components;
  }

  /** Whether the vector of this customer's state is the whole vector. */
  public boolean areOfCustomersOnly() {
    return assembly == null;
  }

  /** How often the key of a declared kind failed on an event here; any thread may ask. */
  public long keyFailures() {
    return others.keySet().stream().mapToLong(kind -> kind.ids().failures()).sum();
  }

  /** Only where there are other kinds. */
  public VectorAssembly assembly() {
    return assembly;
  }

  public boolean scores(EventType type) {
    return scored.contains(type);
  }

  /** The customer's part of an event's vector: all of it where there are no other kinds. */
  public float[] vector(EntityState ofCustomer) {
    float[] vector = customer.vector(ofCustomer);
    return areOfCustomersOnly() ? vector : assembly.begin(vector);
  }

  /**
   * The entities an accepted event calls on beside its customer: those that count it and, if it is
   * scored, those whose values are wanted.
   *
   * @param home of the event's record
   * @param first place of the first of them among all that the event touches
   * @param read whether values are wanted
   */
  public List<EntityVisit> visits(
      Event event, String home, SourcePosition source, int first, boolean read) {
    if (areOfCustomersOnly()) {
      return List.of();
    }
    List<EntityVisit> visits = new ArrayList<>();
    for (Map.Entry<EntityKind, EntityStage> other : others.entrySet()) {
      if (read || other.getValue().layout().columnsFor(event.type()).length > 0) {
        EntityKind kind = other.getKey();
        for (String id : kind.idsIn(event)) {
          int place = first + visits.size();
          visits.add(new EntityVisit(home, source, place, kind, id, kind.part(event, id), read));
        }
      }
    }
    for (Map.Entry<EntityKind, ComponentStage> component : components.entrySet()) {
      if (read || component.getValue().counts(event)) {
        int place = first + visits.size();
        EntityKind kind = component.getKey();
        visits.add(new EntityVisit(home, source, place, kind, event.tenant(), event, read));
      }
    }
    return visits;
  }
}
