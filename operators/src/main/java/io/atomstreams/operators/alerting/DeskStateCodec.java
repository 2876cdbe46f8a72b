package io.atomstreams.operators.alerting;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Text;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The position of the latest alert, then the tenant's book. */
public final class DeskStateCodec implements StateCodec<DeskState> {

  public static final String ID = "alert-desk";

  private static final long serialVersionUID = 1;

  private final AlertBookCodec books = new AlertBookCodec();

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public DeskState create() {
    return new DeskState(books.create());
  }

  @Override
  public void write(DeskState state, DataOutput out) throws IOException {
    Text.write(out, state.latest.topic());
    Varint.writeSigned(out, state.latest.partition());
    Varint.writeSigned(out, state.latest.offset());
    NestedState.write(books, state.book, out);
  }

  @Override
  public DeskState read(DataInput in, int version) throws IOException {
    SourcePosition latest =
        new SourcePosition(Text.read(in), (int) Varint.readSigned(in), Varint.readSigned(in));
    DeskState state = new DeskState(NestedState.read(books, in));
    state.latest = latest;
    return state;
  }

  @Override
  public DeskState copy(DeskState state) {
    DeskState copy = new DeskState(books.copy(state.book));
    copy.latest = state.latest;
    return copy;
  }
}
