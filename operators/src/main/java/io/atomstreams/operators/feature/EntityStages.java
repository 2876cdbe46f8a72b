package io.atomstreams.operators.feature;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SourcePosition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The stages of a feature list, one for each kind of entity its features read, and which of them an
 * event calls on.
 */
public final class EntityStages implements Serializable {

  private static final long serialVersionUID = 1;

  private final EntityStage.Options options;
  private final RobustOutlier orderValue;
  private final Set<EventType> scored;
  private final FeatureLists lists;

  private final EntityStage customer;
  private final TreeMap<EntityKind, EntityStage> others = new TreeMap<>();
  private final TreeMap<EntityKind, ComponentStage> components = new TreeMap<>();

  /** By kind and generation of the list: how many of the kind's columns were there then. */
  private final TreeMap<EntityKind, int[]> columns = new TreeMap<>();

  /** By generation; only where there are other kinds. */
  private final List<VectorAssembly> assemblies = new ArrayList<>();

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
    this(options, new FeatureLists(list, List.of()), orderValue, scored);
  }

  /**
   * Stages for all generations of a list: state and vectors are those of the latest.
   *
   * @throws IllegalArgumentException if no declared feature is the customer's, or an added one is
   *     of a kind that no declared one is of
   */
  private EntityStages(
      EntityStage.Options options,
      FeatureLists lists,
      RobustOutlier orderValue,
      Set<EventType> scored) {
    FeatureList list = lists.latest();
    Set<EntityKind> kinds = lists.at(0).kinds();
    if (!kinds.contains(EntityKind.CUSTOMER)) {
      throw new IllegalArgumentException(
          "features %s: none is of entity customer; at least one must be".formatted(list.id()));
    }
    for (FeatureSpec feature : list.features()) {
      if (feature instanceof FeatureSpec.OfEntity own && !kinds.contains(own.entity())) {
        throw new IllegalArgumentException(
            "feature %s is of %s, and the job keeps %s only; declare it in scoring.yaml and start the job again"
                .formatted(feature.name(), own.entity(), names(kinds)));
      }
    }
    for (EntityKind kind : kinds) {
      FeatureList own = list.of(kind);
      if (own.features().get(0) instanceof FeatureSpec.Component component) {
        components.put(kind, new ComponentStage(component, options));
      } else if (!kind.equals(EntityKind.CUSTOMER)) {
        others.put(kind, new EntityStage(options, own, orderValue));
      }
      if (!components.containsKey(kind)) {
        columns.put(kind, columns(lists, kind));
      }
    }
    boolean isAlone = others.isEmpty() && components.isEmpty();
    this.customer =
        new EntityStage(options, isAlone ? list : list.of(EntityKind.CUSTOMER), orderValue);
    for (int g = 0; g <= lists.last() && !isAlone; g++) {
      assemblies.add(new VectorAssembly(lists.at(g)));
    }
    this.options = options;
    this.orderValue = orderValue;
    this.lists = lists;
    this.scored = Set.copyOf(scored);
  }

  private static int[] columns(FeatureLists lists, EntityKind kind) {
    int[] columns = new int[lists.last() + 1];
    for (int g = 0; g < columns.length; g++) {
      columns[g] = EntityLayout.of(lists.at(g).of(kind)).size();
    }
    return columns;
  }

  private static String names(Set<EntityKind> kinds) {
    return kinds.stream().map(EntityKind::yamlName).collect(Collectors.joining(", "));
  }

  /**
   * The same for the declared list with all of these additions.
   *
   * @throws IllegalArgumentException if they do not go with the list
   */
  public EntityStages with(List<FeatureAddition> additions) {
    return new EntityStages(options, new FeatureLists(lists.at(0), additions), orderValue, scored);
  }

  public FeatureLists lists() {
    return lists;
  }

  /** How many columns of a kind count an event that is taken in under a generation of the list. */
  public int columns(EntityKind kind, int generation) {
    return columns.get(kind)[generation];
  }

  public EntityStage customer() {
    return customer;
  }

  /** The stage of a kind of which there are features. */
  public EntityStage of(EntityKind kind) {
    return kind.equals(EntityKind.CUSTOMER) ? customer : others.get(kind);
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
    return assemblies.isEmpty();
  }

  /** How often the key of a declared kind failed on an event here; any thread may ask. */
  public long keyFailures() {
    return others.keySet().stream().mapToLong(kind -> kind.ids().failures()).sum();
  }

  /** Of the latest generation; only where there are other kinds. */
  public VectorAssembly assembly() {
    return assembly(lists.last());
  }

  /** Only where there are other kinds. */
  public VectorAssembly assembly(int generation) {
    return assemblies.get(generation);
  }

  public boolean scores(EventType type) {
    return scored.contains(type);
  }

  /**
   * The history of a kind of entity in what an addition brought and nothing else: what {@link
   * EntityStage#absorb} takes in. Empty if the addition reads only what is there already.
   */
  public Optional<EntityHistory> history(EntityKind kind, int addition) {
    List<FeatureSpec> brought = lists.at(addition).broughtBy(addition, kind);
    return brought.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new EntityHistory(
                new EntityStage(options, new FeatureList("history", brought), orderValue)));
  }

  /**
   * The customer's part of an event's vector: all of it where there are no other kinds.
   *
   * @param standing the generation whose vector is wanted; features without their history stay
   *     {@code NaN}
   */
  public float[] vector(EntityState ofCustomer, Standing standing) {
    float[] vector = customer.vector(ofCustomer);
    if (!areOfCustomersOnly()) {
      return assembly(standing.generation()).begin(vector);
    }
    if (lists.last() == 0) {
      return vector;
    }
    float[] known = Arrays.copyOf(vector, lists.at(standing.generation()).size());
    Arrays.fill(known, ready(standing), known.length, Float.NaN);
    return known;
  }

  /** The same of the latest generation, with all its features ready. */
  public float[] vector(EntityState ofCustomer) {
    return vector(ofCustomer, new Standing(lists.last(), lists.last()));
  }

  /** How many features of a vector have their whole history, from the first. */
  public int ready(Standing standing) {
    return lists.at(standing.ready()).size();
  }

  /** The entities an accepted event calls on under the latest generation. */
  public List<EntityVisit> visits(
      Event event, String home, SourcePosition source, int first, boolean read) {
    return visits(event, home, source, first, read, lists.last());
  }

  /**
   * The entities an accepted event calls on beside its customer: those that count it and, if it is
   * scored, those whose values are wanted.
   *
   * @param home of the event's record
   * @param first place of the first of them among all that the event touches
   * @param read whether values are wanted
   * @param generation of the list under which the event is taken in
   */
  public List<EntityVisit> visits(
      Event event, String home, SourcePosition source, int first, boolean read, int generation) {
    if (areOfCustomersOnly()) {
      return List.of();
    }
    List<EntityVisit> visits = new ArrayList<>();
    for (Map.Entry<EntityKind, EntityStage> other : others.entrySet()) {
      EntityKind kind = other.getKey();
      if (read || other.getValue().layout().counts(event.type(), columns(kind, generation))) {
        for (String id : kind.idsIn(event)) {
          int place = first + visits.size();
          Event part = kind.part(event, id);
          visits.add(new EntityVisit(home, source, place, kind, id, part, read, generation));
        }
      }
    }
    for (Map.Entry<EntityKind, ComponentStage> component : components.entrySet()) {
      if (read || component.getValue().counts(event)) {
        int place = first + visits.size();
        EntityKind kind = component.getKey();
        String tenant = event.tenant();
        visits.add(new EntityVisit(home, source, place, kind, tenant, event, read, generation));
      }
    }
    return visits;
  }
}
