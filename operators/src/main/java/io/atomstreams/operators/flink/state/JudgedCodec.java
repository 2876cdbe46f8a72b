package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.online.Judged;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Judged scores on their way to their evaluation, and where they wait for their turn. */
final class JudgedCodec extends RecordCodec<Judged> {

  static final String ID = "judged";

  private static final long serialVersionUID = 1;

  JudgedCodec() {
    super(ID);
  }

  @Override
  public void write(Judged judged, DataOutput out) throws IOException {
    Fields.writeText(out, judged.exampleId());
    Fields.writeText(out, judged.kind().name());
    Fields.writeText(out, judged.label());
    Fields.writeText(out, judged.scorer());
    Fields.writeText(out, judged.modelVersion());
    Fields.writeText(out, judged.role() == null ? null : judged.role().name());
    Fields.writeText(out, judged.segment());
    Fields.writeText(out, judged.group());
    out.writeDouble(judged.target());
    out.writeDouble(judged.probability());
    out.writeDouble(judged.weight());
    Varint.writeSigned(out, judged.asOf());
    Varint.writeSigned(out, judged.ts());
  }

  @Override
  public Judged read(DataInput in, int version) throws IOException {
    return new Judged(
        Fields.readText(in),
        Example.Kind.valueOf(Fields.readText(in)),
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        role(Fields.readText(in)),
        Fields.readText(in),
        Fields.readText(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        Varint.readSigned(in),
        Varint.readSigned(in));
  }

  private static Prediction.Role role(String name) {
    return name == null ? null : Prediction.Role.valueOf(name);
  }
}
