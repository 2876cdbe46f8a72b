package io.atomstreams.operators.feature;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;

/**
 * All that is kept of one entity, open to be worked on: read once and written once an event.
 *
 * <p>Belongs to {@link EntityStage}, which alone changes it, and to {@link EntityPacker}.
 */
public final class EntityState {

  static final long NO_CLOCK = Long.MIN_VALUE;

  /** The layout the slices are in; not written with the value but with the state as a whole. */
  final EntityLayout layout;

  /** How many events this state has taken in. */
  long sequence;

  /** Greatest event time seen on any topic, ms: the entity's own clock. */
  long clock = NO_CLOCK;

  final Arrivals sales = new Arrivals();
  final Arrivals activity = new Arrivals();
  final SliceTable slices = new SliceTable();

  /** {@code null} while they are packed and nobody has asked for them. */
  private RobustOutlier.History orderValues = new RobustOutlier.History();

  private byte[] packed;
  private int packedFrom;
  private int packedLength;

  /** An accumulator a column, once somebody has asked. */
  private Object[] running;

  EntityState(EntityLayout layout) {
    this.layout = layout;
  }

  /**
   * An empty accumulator a column, to merge slices into; the same ones each time, so the next call
   * empties them.
   */
  Object[] running() {
    if (running == null) {
      running = new Object[layout.size()];
    }
    for (int c = 0; c < running.length; c++) {
      Aggregation<Object> algebra = layout.algebra(c);
      running[c] = running[c] == null ? algebra.createAccumulator() : algebra.clear(running[c]);
    }
    return running;
  }

  public long sequence() {
    return sequence;
  }

  /** The entity's clock, ms; {@code Long.MIN_VALUE} before its first event. */
  public long clock() {
    return clock;
  }

  Arrivals arrivals(EventType.Stream stream) {
    return switch (stream) {
      case SALES -> sales;
      case CUSTOMER -> activity;
    };
  }

  RobustOutlier.History orderValues() {
    if (orderValues == null) {
      try {
        BytesInput in = new BytesInput().open(packed, packedFrom, packedFrom + packedLength);
        orderValues = RobustOutlier.History.read(in);
      } catch (IOException e) {
        throw new IllegalStateException("order values are damaged: " + e.getMessage(), e);
      }
    }
    return orderValues;
  }

  /** Leaves the order values where they are until somebody asks for them. */
  void packOrderValues(byte[] bytes, int from, int length) {
    orderValues = null;
    packed = bytes;
    packedFrom = from;
    packedLength = length;
  }

  void writeOrderValues(BytesOutput out) throws IOException {
    int begin = out.begin();
    if (orderValues == null) {
      out.write(packed, packedFrom, packedLength);
    } else {
      orderValues.write(out);
    }
    out.end(begin);
  }

  /** A copy under a layout, its own or another. */
  EntityState copy(EntityLayout into) {
    EntityState copy = new EntityState(into);
    copy.sequence = sequence;
    copy.clock = clock;
    copy.sales.set(sales);
    copy.activity.set(activity);
    copy.slices.adopt(slices, clock, layout, into);
    copy.orderValues = orderValues().copy();
    return copy;
  }
}
