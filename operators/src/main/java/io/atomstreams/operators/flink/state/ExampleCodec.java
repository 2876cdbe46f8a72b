package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Examples on their way, and where they wait for their turn. */
final class ExampleCodec extends RecordCodec<Example> {

  static final String ID = "example";

  private static final long serialVersionUID = 1;

  ExampleCodec() {
    super(ID);
  }

  @Override
  public void write(Example example, DataOutput out) throws IOException {
    Fields.writeText(out, example.id());
    Fields.writeText(out, example.tenant());
    Fields.writeText(out, example.entity());
    Fields.writeText(out, example.label());
    out.writeDouble(example.target());
    out.writeDouble(example.weight());
    Fields.writeText(out, example.kind().name());
    Varint.writeSigned(out, example.asOf());
    Varint.writeSigned(out, example.ts());
    Fields.writeText(out, example.listHash());
    Varint.writeUnsigned(out, example.vector().length);
    for (float value : example.vector()) {
      out.writeInt(Float.floatToRawIntBits(value));
    }
    Varint.writeUnsigned(out, example.scores().size());
    for (Example.Score score : example.scores()) {
      Fields.writeText(out, score.scorer());
      Fields.writeText(out, score.modelVersion());
      Fields.writeText(out, score.role().name());
      out.writeInt(Float.floatToRawIntBits(score.probability()));
    }
    Fields.writeSource(out, example.source());
    Varint.writeSigned(out, example.readAtMicros());
  }

  @Override
  public Example read(DataInput in, int version) throws IOException {
    return new Example(
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        in.readDouble(),
        in.readDouble(),
        Example.Kind.valueOf(Fields.readText(in)),
        Varint.readSigned(in),
        Varint.readSigned(in),
        Fields.readText(in),
        readVector(in),
        readScores(in),
        Fields.readSource(in),
        Varint.readSigned(in));
  }

  private static float[] readVector(DataInput in) throws IOException {
    float[] vector = new float[(int) Varint.readUnsigned(in)];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = Float.intBitsToFloat(in.readInt());
    }
    return vector;
  }

  private static List<Example.Score> readScores(DataInput in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    List<Example.Score> scores = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      scores.add(
          new Example.Score(
              Fields.readText(in),
              Fields.readText(in),
              Prediction.Role.valueOf(Fields.readText(in)),
              Float.intBitsToFloat(in.readInt())));
    }
    return scores;
  }
}
