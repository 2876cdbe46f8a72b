package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Explanations, and what many of them say together, field by field. */
final class ExplanationFields {

  private ExplanationFields() {}

  static void write(DataOutput out, Explanation explanation) throws IOException {
    Fields.writeText(out, explanation.id());
    Fields.writeText(out, explanation.tenant());
    Fields.writeText(out, explanation.entity());
    Fields.writeText(out, explanation.scorer());
    Fields.writeText(out, explanation.modelVersion());
    Fields.writeText(out, explanation.method());
    out.writeBoolean(explanation.exact());
    Fields.writeText(out, explanation.link());
    out.writeFloat(explanation.probability());
    out.writeDouble(explanation.base());
    Varint.writeUnsigned(out, explanation.features().size());
    for (int i = 0; i < explanation.features().size(); i++) {
      Fields.writeText(out, explanation.features().get(i));
      out.writeFloat(explanation.values()[i]);
      out.writeDouble(explanation.contributions()[i]);
    }
    Fields.writeText(out, explanation.cause().name());
    Varint.writeUnsigned(out, explanation.sequence());
    Varint.writeSigned(out, explanation.ts());
    Fields.writeSource(out, explanation.source());
    Varint.writeSigned(out, explanation.readAtMicros());
  }

  static Explanation readExplanation(DataInput in) throws IOException {
    String id = Fields.readText(in);
    String tenant = Fields.readText(in);
    String entity = Fields.readText(in);
    String scorer = Fields.readText(in);
    String modelVersion = Fields.readText(in);
    String method = Fields.readText(in);
    boolean exact = in.readBoolean();
    String link = Fields.readText(in);
    float probability = in.readFloat();
    double base = in.readDouble();
    int size = (int) Varint.readUnsigned(in);
    List<String> features = new ArrayList<>(size);
    float[] values = new float[size];
    double[] contributions = new double[size];
    for (int i = 0; i < size; i++) {
      features.add(Fields.readText(in));
      values[i] = in.readFloat();
      contributions[i] = in.readDouble();
    }
    return new Explanation(
        id,
        tenant,
        entity,
        scorer,
        modelVersion,
        method,
        exact,
        link,
        probability,
        base,
        List.copyOf(features),
        values,
        contributions,
        Explanation.Cause.valueOf(Fields.readText(in)),
        Varint.readUnsigned(in),
        Varint.readSigned(in),
        Fields.readSource(in),
        Varint.readSigned(in));
  }

  static void write(DataOutput out, Importance importance) throws IOException {
    Fields.writeText(out, importance.id());
    Fields.writeText(out, importance.scorer());
    Fields.writeText(out, importance.modelVersion());
    Fields.writeText(out, importance.link());
    Varint.writeUnsigned(out, importance.subtask());
    Varint.writeUnsigned(out, importance.explanations());
    Varint.writeUnsigned(out, importance.features().size());
    for (Importance.Ranked one : importance.features()) {
      Fields.writeText(out, one.name());
      out.writeDouble(one.importance());
      out.writeDouble(one.share());
    }
    Varint.writeSigned(out, importance.asOf());
    Fields.writeSource(out, importance.source());
    Varint.writeSigned(out, importance.readAtMicros());
  }

  static Importance readImportance(DataInput in) throws IOException {
    return new Importance(
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        (int) Varint.readUnsigned(in),
        Varint.readUnsigned(in),
        readRanked(in),
        Varint.readSigned(in),
        Fields.readSource(in),
        Varint.readSigned(in));
  }

  private static List<Importance.Ranked> readRanked(DataInput in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    List<Importance.Ranked> ranked = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      ranked.add(new Importance.Ranked(Fields.readText(in), in.readDouble(), in.readDouble()));
    }
    return List.copyOf(ranked);
  }
}
