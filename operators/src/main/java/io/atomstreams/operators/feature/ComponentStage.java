package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.Event;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an accepted event does to its tenant's graph: its customer and the entities through which
 * customers are connected are joined. The feature is the number of customers in the component that
 * the event's customer and entities belong to, the event counted in.
 *
 * <p>Event time is cut into periods as long as the window. The graph holds what was joined since
 * the start of the period before the latest event's: so it reaches back at least the window, less
 * than twice that. An event that comes late is joined in the period in which it comes. When a
 * period has joined {@code most} nodes the next one begins at once, so the graph holds at most
 * twice as many and whatever one event adds.
 *
 * <p>A function of (state, event) and nothing else. Cost: two joins an event, three hash look-ups
 * for each of its entities; up to {@code 3 × most} nodes of {@link UnionFind} a tenant.
 */
public final class ComponentStage implements Serializable {

  private static final long serialVersionUID = 1;

  private final FeatureSpec.Component feature;
  private final List<EntityKind> through;
  private final long shape;
  private final long window;
  private final long lateness;

  ComponentStage(FeatureSpec.Component feature, EntityStage.Options options) {
    this.feature = feature;
    this.through = feature.through().stream().sorted().toList();
    this.shape = RecentIds.hash(feature.describe());
    this.window = feature.window().toMillis();
    this.lateness = options.lateness().toMillis();
  }

  /** What the graph is made by; state made by another description is not used. */
  public String describe() {
    return feature.describe();
  }

  /** How often an expression failed on an event in this process; any thread may ask. */
  public long failures() {
    return feature.reading().failures()
        + through.stream().mapToLong(kind -> kind.ids().failures()).sum();
  }

  /**
   * Applies an event that its customer's state has accepted.
   *
   * @param state the tenant's, or {@code null} if there is none
   * @return the state after the event: the given one, changed, or a fresh one
   */
  public ComponentState applyAccepted(ComponentState state, Event event) {
    boolean isFresh = state == null || state.shape != shape || event.ts() > expiry(state);
    ComponentState current = isFresh ? new ComponentState(shape) : state;
    current.sequence++;
    advance(current, event.ts());
    if (joins(event)) {
      long[] nodes = nodes(event);
      if (nodes.length > 1) {
        join(current, nodes);
      }
    }
    return current;
  }

  boolean counts(Event event) {
    return feature.on().contains(event.type());
  }

  private boolean joins(Event event) {
    return counts(event) && feature.reading().of(event) != Reading.ABSENT;
  }

  private void advance(ComponentState state, long ts) {
    if (ts <= state.clock) {
      return;
    }
    long periods =
        state.clock == EntityState.NO_CLOCK
            ? 0
            : Math.floorDiv(ts, window) - Math.floorDiv(state.clock, window);
    for (int i = 0; i < Math.min(periods, 2); i++) {
      state.turn();
    }
    state.clock = ts;
  }

  private void join(ComponentState state, long[] nodes) {
    if (state.current.size() >= feature.most()) {
      state.turn();
    }
    state.both.join(nodes);
    state.current.join(nodes);
  }

  /** The event's customer, if it has one, and then its entities. */
  private long[] nodes(Event event) {
    List<Long> nodes = new ArrayList<>(4);
    if (event.customerId() != null) {
      nodes.add(hash(EntityKind.CUSTOMER, event.customerId()) | 1);
    }
    for (EntityKind kind : through) {
      for (String id : kind.idsIn(event)) {
        nodes.add(hash(kind, id) & ~1L);
      }
    }
    return nodes.stream().mapToLong(Long::longValue).toArray();
  }

  private static long hash(EntityKind kind, String id) {
    return RecentIds.hash(kind.yamlName() + "|" + id);
  }

  /**
   * How many customers the event's entities connect it with, itself included. Of an event that was
   * not joined: how many they would.
   */
  public float customers(ComponentState state, Event event) {
    long[] nodes = nodes(event);
    int[] roots = new int[nodes.length];
    int customers = 0;
    for (int i = 0; i < nodes.length; i++) {
      int root = state.both.root(nodes[i]);
      roots[i] = root;
      if (root < 0) {
        customers += UnionFind.isCustomer(nodes[i]) ? 1 : 0;
      } else if (Arrays.stream(roots, 0, i).noneMatch(other -> other == root)) {
        customers += state.both.customers(root);
      }
    }
    return customers;
  }

  /** The answer to a visit whose event the state has taken in. */
  public EntityVisit.Answer answer(EntityVisit visit, ComponentState state) {
    float[] values = visit.read() ? new float[] {customers(state, visit.event())} : new float[0];
    return new EntityVisit.Answer(
        visit.home(),
        visit.source(),
        visit.place(),
        visit.kind(),
        state.sequence,
        visit.generation(),
        values);
  }

  /** The last instant at which the state still matters, ms. */
  public long expiry(ComponentState state) {
    return (Math.floorDiv(state.clock, window) + 2) * window - 1 + lateness;
  }
}
