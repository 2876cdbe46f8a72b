package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.online.Cut;
import io.atomstreams.operators.online.ShardsCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Cuts on their way to those of the other shards. */
final class CutCodec extends RecordCodec<Cut> {

  static final String ID = "cut";

  private static final long serialVersionUID = 1;

  CutCodec() {
    super(ID);
  }

  @Override
  public void write(Cut cut, DataOutput out) throws IOException {
    ShardsCodec.writeCut(cut, out);
  }

  @Override
  public Cut read(DataInput in, int version) throws IOException {
    return ShardsCodec.readCut(in);
  }
}
