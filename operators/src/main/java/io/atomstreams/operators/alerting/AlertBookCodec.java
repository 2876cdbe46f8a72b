package io.atomstreams.operators.alerting;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A tenant's book: clock and counts, then the open incidents in the order of rule and entity. */
public final class AlertBookCodec implements StateCodec<AlertBook> {

  public static final String ID = "alert-book";

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
  public AlertBook create() {
    return new AlertBook();
  }

  @Override
  public void write(AlertBook book, DataOutput out) throws IOException {
    book.write(out);
  }

  @Override
  public AlertBook read(DataInput in, int version) throws IOException {
    return AlertBook.read(in);
  }

  @Override
  public AlertBook copy(AlertBook book) {
    return book.copy();
  }
}
