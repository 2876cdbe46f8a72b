package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.LearningInput;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What the learning job reads, on its way to its entity: an output of the scoring job as {@link
 * OutputCodec} writes it, or feedback, which a leading byte tells apart.
 */
final class LearningInputCodec extends RecordCodec<LearningInput> {

  static final String ID = "learning-input";

  private static final int OUTPUT = 1;
  private static final int FEEDBACK = 2;
  private static final long serialVersionUID = 1;

  private final OutputCodec outputs = new OutputCodec();

  LearningInputCodec() {
    super(ID);
  }

  @Override
  public void write(LearningInput input, DataOutput out) throws IOException {
    if (input instanceof Feedback feedback) {
      out.writeByte(FEEDBACK);
      writeFeedback(out, feedback);
    } else {
      out.writeByte(OUTPUT);
      outputs.write((Output) input, out);
    }
  }

  @Override
  public LearningInput read(DataInput in, int version) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case FEEDBACK -> readFeedback(in);
      case OUTPUT -> (LearningInput) outputs.read(in, outputs.version());
      default -> throw new IOException("no input of the learning job is of kind " + kind);
    };
  }

  private static void writeFeedback(DataOutput out, Feedback feedback) throws IOException {
    Fields.writeText(out, feedback.tenant());
    Fields.writeText(out, feedback.entity());
    Fields.writeText(out, feedback.label());
    Fields.writeText(out, feedback.about().named().name());
    Fields.writeText(out, feedback.about().id());
    out.writeDouble(feedback.value());
    Varint.writeSigned(out, feedback.ts());
    Fields.writeText(out, feedback.by());
    Fields.writeSource(out, feedback.source());
    Varint.writeSigned(out, feedback.readAtMicros());
  }

  private static Feedback readFeedback(DataInput in) throws IOException {
    return new Feedback(
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        new Feedback.About(Feedback.Named.valueOf(Fields.readText(in)), Fields.readText(in)),
        in.readDouble(),
        Varint.readSigned(in),
        Fields.readText(in),
        Fields.readSource(in),
        Varint.readSigned(in));
  }
}
