package io.atomstreams.operators.feature;

import io.atomstreams.operators.anomaly.RobustOutlier;

/**
 * All that is kept of one entity, in one value: read once and written once an event.
 *
 * <p>Belongs to {@link EntityStage}, which alone changes it, and to {@link EntityStateCodec}.
 */
public final class EntityState {

  static final long NO_CLOCK = Long.MIN_VALUE;

  /** The layout the slices are in; not written with the value but with the state as a whole. */
  final EntityLayout layout;

  /** How many events this state has taken in. */
  long sequence;

  /** Greatest event time seen, ms: the entity's own clock. */
  long clock = NO_CLOCK;

  RecentIds recent = new RecentIds();
  SliceTable slices = new SliceTable();
  RobustOutlier.History orderValues = new RobustOutlier.History();

  EntityState(EntityLayout layout) {
    this.layout = layout;
  }

  public long sequence() {
    return sequence;
  }

  /** The entity's clock, ms; {@code Long.MIN_VALUE} before its first event. */
  public long clock() {
    return clock;
  }

  EntityState copy(EntityLayout into) {
    EntityState copy = new EntityState(into);
    copy.sequence = sequence;
    copy.clock = clock;
    copy.recent = recent.copy();
    copy.slices = into.equals(layout) ? slices.copy(layout) : slices.adopt(clock, layout, into);
    copy.orderValues = orderValues.copy();
    return copy;
  }
}
