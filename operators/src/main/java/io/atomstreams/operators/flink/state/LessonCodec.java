package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.online.Alarm;
import io.atomstreams.operators.online.Cut;
import io.atomstreams.operators.online.Judged;
import io.atomstreams.operators.online.Lesson;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What comes out of a learner, on its way. Never in state. */
final class LessonCodec extends RecordCodec<Lesson> {

  static final String ID = "lesson";

  private static final long serialVersionUID = 1;

  private static final int JUDGED = 0;
  private static final int CUT = 1;
  private static final int ALARM = 2;

  private final JudgedCodec judged = new JudgedCodec();
  private final CutCodec cuts = new CutCodec();
  private final FindingCodec findings = new FindingCodec();

  LessonCodec() {
    super(ID);
  }

  @Override
  public void write(Lesson lesson, DataOutput out) throws IOException {
    if (lesson instanceof Judged score) {
      out.writeByte(JUDGED);
      judged.write(score, out);
    } else if (lesson instanceof Cut cut) {
      out.writeByte(CUT);
      cuts.write(cut, out);
    } else {
      out.writeByte(ALARM);
      findings.write(((Alarm) lesson).drift(), out);
    }
  }

  @Override
  public Lesson read(DataInput in, int version) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case JUDGED -> judged.read(in, version);
      case CUT -> cuts.read(in, version);
      case ALARM -> new Alarm((Drift) findings.read(in, version));
      default -> throw new IOException("no lesson is of kind " + kind);
    };
  }
}
