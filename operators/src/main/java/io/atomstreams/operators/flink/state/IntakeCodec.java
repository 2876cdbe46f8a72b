package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.state.Varint;
import io.atomstreams.operators.validation.Intake;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Records on their way from the source to their entity. */
final class IntakeCodec extends RecordCodec<Intake> {

  static final String ID = "intake";

  private static final long serialVersionUID = 1;

  IntakeCodec() {
    super(ID);
  }

  @Override
  public void write(Intake intake, DataOutput out) throws IOException {
    Fields.writeSource(out, intake.source());
    Fields.writeText(out, intake.route());
    Fields.writeBytes(out, intake.key());
    Fields.writeBytes(out, intake.raw());
    Varint.writeSigned(out, intake.readAtMicros());
    out.writeBoolean(intake.isRefused());
    if (intake.isRefused()) {
      Fields.writeText(out, intake.reason());
      Fields.writeText(out, intake.detail());
    } else {
      EventFields.write(out, intake.event());
    }
  }

  @Override
  public Intake read(DataInput in, int version) throws IOException {
    SourcePosition source = Fields.readSource(in);
    String route = Fields.readText(in);
    byte[] key = Fields.readBytes(in);
    byte[] raw = Fields.readBytes(in);
    long readAt = Varint.readSigned(in);
    if (in.readBoolean()) {
      String reason = Fields.readText(in);
      return new Intake(source, route, key, raw, null, reason, Fields.readText(in), readAt);
    }
    Event event = EventFields.read(in);
    return new Intake(source, route, key, raw, event, null, null, readAt);
  }
}
