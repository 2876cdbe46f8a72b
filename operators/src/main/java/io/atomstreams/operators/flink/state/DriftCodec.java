package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Drift;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Drifts on their way to what follows from them. Never in state. */
final class DriftCodec extends RecordCodec<Drift> {

  static final String ID = "drift";

  private static final long serialVersionUID = 1;

  DriftCodec() {
    super(ID);
  }

  @Override
  public void write(Drift drift, DataOutput out) throws IOException {
    FindingCodec.writeDrift(out, drift);
  }

  @Override
  public Drift read(DataInput in, int version) throws IOException {
    return FindingCodec.readDrift(in);
  }
}
