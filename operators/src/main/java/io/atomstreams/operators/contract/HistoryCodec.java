package io.atomstreams.operators.contract;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What rules keep of a customer, on its way to a checkpoint or to RocksDB: for each slot of the
 * layout one byte, whether there is a memory, and the memory. Under another layout a memory is kept
 * if rule, topic and form are the same; others begin empty.
 */
public final class HistoryCodec implements StateCodec<CustomerHistory> {

  public static final String ID = "history";

  private static final long serialVersionUID = 1;

  private final HistoryLayout layout;

  public HistoryCodec(HistoryLayout layout) {
    this.layout = layout;
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
    return layout.describe();
  }

  @Override
  public CustomerHistory create() {
    return new CustomerHistory(layout);
  }

  @Override
  public void write(CustomerHistory history, DataOutput out) throws IOException {
    for (int i = 0; i < layout.slots().size(); i++) {
      Memory memory = history.get(i);
      out.writeBoolean(memory != null);
      if (memory != null) {
        memory.write(out);
      }
    }
  }

  @Override
  public CustomerHistory read(DataInput in, int version) throws IOException {
    CustomerHistory history = new CustomerHistory(layout);
    for (int i = 0; i < layout.slots().size(); i++) {
      if (in.readBoolean()) {
        history.set(i, layout.slots().get(i).form().read(in));
      }
    }
    return history;
  }

  @Override
  public CustomerHistory copy(CustomerHistory history) {
    return history.copy();
  }

  @Override
  public CustomerHistory adopt(CustomerHistory history) {
    return history.layout.equals(layout) ? history : history.adoptedBy(layout);
  }
}
