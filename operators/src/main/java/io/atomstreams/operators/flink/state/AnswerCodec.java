package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityVisit.Answer;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Answers on their way back to an event's record. Never in state. */
final class AnswerCodec extends RecordCodec<Answer> {

  static final String ID = "answer";

  private static final long serialVersionUID = 1;

  AnswerCodec() {
    super(ID);
  }

  @Override
  public void write(Answer answer, DataOutput out) throws IOException {
    Fields.writeText(out, answer.home());
    Fields.writeSource(out, answer.source());
    Varint.writeUnsigned(out, answer.place());
    Fields.writeKind(out, answer.kind());
    Varint.writeUnsigned(out, answer.sequence());
    Varint.writeUnsigned(out, answer.ready());
    Varint.writeUnsigned(out, answer.values().length);
    for (float value : answer.values()) {
      out.writeFloat(value);
    }
  }

  @Override
  public Answer read(DataInput in, int version) throws IOException {
    String home = Fields.readText(in);
    SourcePosition source = Fields.readSource(in);
    int place = (int) Varint.readUnsigned(in);
    EntityKind kind = Fields.readKind(in);
    long sequence = Varint.readUnsigned(in);
    int ready = (int) Varint.readUnsigned(in);
    float[] values = new float[(int) Varint.readUnsigned(in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return new Answer(home, source, place, kind, sequence, ready, values);
  }
}
