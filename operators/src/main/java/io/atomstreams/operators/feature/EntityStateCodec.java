package io.atomstreams.operators.feature;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The packed value of an entity. About 20 bytes for an entity with one event. */
public final class EntityStateCodec implements StateCodec<EntityState> {

  public static final String ID = "entity";

  private static final long serialVersionUID = 1;

  private final EntityLayout layout;
  private final String description;

  public EntityStateCodec(EntityLayout layout) {
    this.layout = layout;
    this.description = layout.describe();
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String layout() {
    return description;
  }

  @Override
  public EntityState create() {
    return new EntityState(layout);
  }

  @Override
  public void write(EntityState state, DataOutput out) throws IOException {
    Varint.writeUnsigned(out, state.sequence);
    Varint.writeSigned(out, state.clock);
    state.sales.write(out);
    state.activity.write(out);
    state.slices.write(out, layout);
    state.orderValues.write(out);
  }

  @Override
  public EntityState read(DataInput in, int version) throws IOException {
    EntityState state = new EntityState(layout);
    state.sequence = Varint.readUnsigned(in);
    state.clock = Varint.readSigned(in);
    state.sales = Arrivals.read(in);
    state.activity = Arrivals.read(in);
    state.slices = SliceTable.read(in, layout);
    state.orderValues = RobustOutlier.History.read(in);
    return state;
  }

  @Override
  public EntityState copy(EntityState state) {
    return state.copy(state.layout);
  }

  @Override
  public EntityState adopt(EntityState state) {
    return state.layout.equals(layout) ? state : state.copy(layout);
  }
}
