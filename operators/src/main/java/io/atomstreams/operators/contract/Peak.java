package io.atomstreams.operators.contract;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The number of the latest event by event time, of several at that time the greatest. */
final class Peak implements Memory {

  private long ts = NO_CLOCK;
  private long value;

  @Override
  public long clock() {
    return ts;
  }

  long value() {
    return value;
  }

  void add(long eventTs, long number) {
    if (eventTs > ts || (eventTs == ts && number > value)) {
      ts = eventTs;
      value = number;
    }
  }

  @Override
  public Peak copy() {
    Peak copy = new Peak();
    copy.ts = ts;
    copy.value = value;
    return copy;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Varint.writeSigned(out, ts);
    Varint.writeSigned(out, value);
  }

  static Peak read(DataInput in) throws IOException {
    Peak read = new Peak();
    read.ts = Varint.readSigned(in);
    read.value = Varint.readSigned(in);
    return read;
  }
}
