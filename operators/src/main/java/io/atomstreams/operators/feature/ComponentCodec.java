package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Tenants' graphs on their way to a checkpoint: 9 to 12 bytes a node, each node once or twice. */
public final class ComponentCodec implements StateCodec<ComponentState> {

  public static final String ID = "component";

  private static final long serialVersionUID = 1;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public ComponentState create() {
    return new ComponentState(0);
  }

  @Override
  public void write(ComponentState state, DataOutput out) throws IOException {
    out.writeLong(state.shape);
    Varint.writeUnsigned(out, state.sequence);
    out.writeLong(state.clock);
    state.both.write(out);
    state.current.write(out);
  }

  @Override
  public ComponentState read(DataInput in, int version) throws IOException {
    ComponentState state = new ComponentState(in.readLong());
    state.sequence = Varint.readUnsigned(in);
    state.clock = in.readLong();
    state.both = UnionFind.read(in);
    state.current = UnionFind.read(in);
    return state;
  }

  @Override
  public ComponentState copy(ComponentState state) {
    ComponentState copy = new ComponentState(state.shape);
    copy.sequence = state.sequence;
    copy.clock = state.clock;
    copy.both = state.both.copy();
    copy.current = state.current.copy();
    return copy;
  }
}
