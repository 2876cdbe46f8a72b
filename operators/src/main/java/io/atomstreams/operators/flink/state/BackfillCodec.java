package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Histories on their way to their entities. Never in state. */
final class BackfillCodec extends RecordCodec<BackfillRecord> {

  static final String ID = "backfill";

  private static final long serialVersionUID = 1;

  BackfillCodec() {
    super(ID);
  }

  @Override
  public void write(BackfillRecord record, DataOutput out) throws IOException {
    Fields.writeText(out, record.step().name());
    Fields.writeText(out, record.addition());
    Varint.writeUnsigned(out, record.number());
    Fields.writeText(out, record.key());
    Fields.writeBytes(out, record.packed());
    Fields.writeSource(out, record.source());
  }

  @Override
  public BackfillRecord read(DataInput in, int version) throws IOException {
    return new BackfillRecord(
        BackfillRecord.Step.valueOf(Fields.readText(in)),
        Fields.readText(in),
        (int) Varint.readUnsigned(in),
        Fields.readText(in),
        Fields.readBytes(in),
        Fields.readSource(in));
  }
}
