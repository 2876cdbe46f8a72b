package io.atomstreams.operators.feature;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SalesEvent;
import java.io.Serializable;
import java.time.Duration;

/**
 * What one event does to the entity it is about. A function of (state, event) and nothing else: no
 * wall clock, no watermark, so the same events in the same order per entity give the same bytes, in
 * production, in a test and in a replay.
 *
 * <pre>
 *   gap longer than the windows reach?  yes → begin anew, as if never seen
 *   id remembered from this topic?      yes → DUPLICATE, nothing changes
 *   more than lateness behind on it?    yes → LATE, nothing changes
 *                                       no  → sequence + 1, clock, slices, detector; vector if asked
 * </pre>
 *
 * <p>See {@link Arrivals} for why lateness is a matter of one topic. Windows belong to the entity's
 * one clock, the greatest event time of all topics: what comes after its windows have passed is
 * accepted and moves none of them.
 */
public final class EntityStage implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * The bounds of time.
   *
   * @param lateness how far an event may lie behind the latest of its entity on the same topic, 0
   *     to 30 days
   * @param remember how long an event id is remembered after its event time, 1 minute to 30 days
   *     and at least {@code lateness}: so a repeated event is a duplicate or late, never new
   */
  public record Options(Duration lateness, Duration remember) implements Serializable {

    private static final Duration MOST = Duration.ofDays(30);

    public Options {
      if (lateness.isNegative() || lateness.compareTo(MOST) > 0) {
        throw new IllegalArgumentException("lateness is " + lateness + ", must be 0s to 30d");
      }
      if (remember.compareTo(Duration.ofMinutes(1)) < 0 || remember.compareTo(MOST) > 0) {
        throw new IllegalArgumentException("remember is " + remember + ", must be 1m to 30d");
      }
      if (remember.compareTo(lateness) < 0) {
        throw new IllegalArgumentException(
            "remember is " + remember + ", must be at least lateness (" + lateness + ")");
      }
    }
  }

  /** What became of an event. */
  public enum Verdict {
    ACCEPTED,
    DUPLICATE,
    LATE
  }

  /**
   * The answer.
   *
   * @param state the state after the event: the given one, changed, or a fresh one
   * @param finding an outlier the event is, or {@code null}
   * @param behind how far a late event lies behind the clock, ms; else 0
   */
  public record Result(
      Verdict verdict, EntityState state, RobustOutlier.Finding finding, long behind) {}

  private final EntityLayout layout;
  private final Vectorizer vectorizer;
  private final RobustOutlier orderValue;
  private final long lateness;
  private final long remember;
  private final long reach;

  public EntityStage(Options options, FeatureList features, RobustOutlier orderValue) {
    this.layout = EntityLayout.of(features);
    this.vectorizer = new Vectorizer(features, layout);
    this.orderValue = orderValue;
    this.lateness = options.lateness().toMillis();
    this.remember = options.remember().toMillis();
    this.reach = Math.max(layout.reach(), remember) + lateness;
  }

  public EntityLayout layout() {
    return layout;
  }

  /** Whether events of this type count in some feature. */
  public boolean counts(EventType type) {
    return layout.columnsFor(type).length > 0;
  }

  /** How often an expression failed on an event in this process; any thread may ask. */
  public long failures() {
    return layout.failures();
  }

  /**
   * How long after an entity's last event its state is worth nothing any more, ms: an event that
   * comes later finds the same as one that meets no state at all. So a timer may remove the state
   * whenever it likes after that without any output changing.
   */
  public long reach() {
    return reach;
  }

  /**
   * Applies one event, to all columns.
   *
   * @param state the entity's state, or {@code null} if there is none
   */
  public Result apply(EntityState state, Event event) {
    return apply(state, event, layout.size());
  }

  /**
   * Applies one event.
   *
   * @param state the entity's state, or {@code null} if there is none
   * @param columns how many columns count it, from the first: those behind have it from elsewhere
   */
  public Result apply(EntityState state, Event event, int columns) {
    if (state == null || isExpired(state, event.ts())) {
      return accept(new EntityState(layout), RecentIds.hash(event.eventId()), event, columns);
    }
    Arrivals arrivals = state.arrivals(event.type().stream());
    long id = RecentIds.hash(event.eventId());
    if (arrivals.contains(id, event.ts(), remember)) {
      return new Result(Verdict.DUPLICATE, state, null, 0);
    }
    long behind = arrivals.behind(event.ts());
    if (behind > lateness) {
      return new Result(Verdict.LATE, state, null, behind);
    }
    return accept(state, id, event, columns);
  }

  /** The same to all columns. */
  public EntityState applyAccepted(EntityState state, Event event) {
    return applyAccepted(state, event, layout.size());
  }

  /**
   * Applies an event that another entity's state has accepted: nothing is late or repeated any
   * more, and what lies behind the windows counts in none. Ids are not kept, so that a product sold
   * a million times a day has small state.
   *
   * @param state the entity's state, or {@code null} if there is none
   * @param columns how many columns count it, from the first
   */
  public EntityState applyAccepted(EntityState state, Event event, int columns) {
    EntityState current =
        state == null || isExpired(state, event.ts()) ? new EntityState(layout) : state;
    current.sequence++;
    advance(current, event.ts());
    count(current, event, columns);
    return current;
  }

  /**
   * Takes in what was computed of an entity's events elsewhere, under the layout of fewer features:
   * its slices are merged into the columns of the same key. Exact in any order with events, as long
   * as no event is counted both here and there.
   *
   * @param state the entity's state, or {@code null} if there is none
   */
  public EntityState absorb(EntityState state, EntityState elsewhere) {
    EntityState current = state == null ? new EntityState(layout) : state;
    current.slices.absorb(elsewhere.slices, elsewhere.layout, layout);
    current.clock = Math.max(current.clock, elsewhere.clock);
    current.slices.advance(current.clock, layout);
    return current;
  }

  private boolean isExpired(EntityState state, long ts) {
    return ts > expiry(state);
  }

  /** The last instant at which the state still matters, ms. */
  public long expiry(EntityState state) {
    return state.clock + reach;
  }

  private Result accept(EntityState state, long id, Event event, int columns) {
    state.sequence++;
    advance(state, event.ts());
    state.arrivals(event.type().stream()).add(id, event.ts(), remember);
    count(state, event, columns);
    return new Result(Verdict.ACCEPTED, state, outlier(state, event), 0);
  }

  private void advance(EntityState state, long ts) {
    if (ts <= state.clock) {
      return;
    }
    long before = state.clock;
    state.clock = ts;
    if (before != EntityState.NO_CLOCK && layout.movesAnEdge(before, ts)) {
      state.slices.advance(ts, layout);
    }
  }

  /** Adds the event to the columns that take it and still read its slice. */
  private void count(EntityState state, Event event, int limit) {
    int[] columns = layout.columnsFor(event.type());
    if (columns.length == 0) {
      return;
    }
    boolean recent = layout.isRecent(event.ts(), state.clock);
    Tier tier = recent ? layout.finest() : layout.tierOf(event.ts(), state.clock);
    long start = tier.start(event.ts());
    OpenSlice slice = null;
    Reading read = null;
    long value = Reading.ABSENT;
    for (int c : columns) {
      if (c >= limit) {
        return;
      }
      Column column = layout.column(c);
      if (!recent && start < column.edge(state.clock)) {
        continue;
      }
      if (column.reading() != read) {
        read = column.reading();
        value = read.of(event);
      }
      if (value != Reading.ABSENT) {
        slice = slice == null ? state.slices.at(event.ts(), tier, layout) : slice;
        slice.add(c, event.ts(), value);
      }
    }
  }

  private RobustOutlier.Finding outlier(EntityState state, Event event) {
    if (event.type() != EventType.ORDER_PLACED || !(event instanceof SalesEvent sale)) {
      return null;
    }
    return orderValue.judge(state.orderValues(), event.ts(), sale.linesValue());
  }

  /** The entity's vector as of its clock, in list order; {@code NaN} where there is no value. */
  public float[] vector(EntityState state) {
    return vectorizer.read(state);
  }
}
