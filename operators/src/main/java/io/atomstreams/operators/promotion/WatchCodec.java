package io.atomstreams.operators.promotion;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A watch: the two models, where it stands, the evidence of its epoch. */
public final class WatchCodec implements StateCodec<Watch> {

  public static final String ID = "rollback-watch";

  private static final long serialVersionUID = 1;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  /** Not offered: a watch begins with a promotion, {@link Watch#Watch}. */
  @Override
  public Watch create() {
    throw new UnsupportedOperationException(
        "there is no watch before a promotion; make one of the two models");
  }

  @Override
  public void write(Watch watch, DataOutput out) throws IOException {
    watch.write(out);
  }

  @Override
  public Watch read(DataInput in, int version) throws IOException {
    return Watch.read(in);
  }

  @Override
  public Watch copy(Watch watch) {
    return watch.copy();
  }
}
