package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Acknowledgement;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.Exposure;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Records on their way to the sink; one leading byte says which kind. */
final class OutputCodec extends RecordCodec<Output> {

  static final String ID = "output";

  private static final int FEATURES = 1;
  private static final int PREDICTION = 2;
  private static final int ALERT = 3;
  private static final int DEAD_LETTER = 4;
  private static final int ACKNOWLEDGEMENT = 5;
  private static final int EXPOSURE = 6;
  private static final int EXPLANATION = 7;
  private static final int IMPORTANCE = 8;
  private static final long serialVersionUID = 1;

  OutputCodec() {
    super(ID);
  }

  @Override
  public void write(Output output, DataOutput out) throws IOException {
    if (output instanceof FeatureRecord features) {
      out.writeByte(FEATURES);
      writeFeatures(out, features);
    } else if (output instanceof Prediction prediction) {
      out.writeByte(PREDICTION);
      writePrediction(out, prediction);
    } else if (output instanceof Alert alert) {
      out.writeByte(ALERT);
      writeAlert(out, alert);
    } else if (output instanceof DeadLetter letter) {
      out.writeByte(DEAD_LETTER);
      Fields.writeText(out, letter.reason());
      Fields.writeText(out, letter.detail());
      Fields.writeBytes(out, letter.key());
      Fields.writeBytes(out, letter.raw());
      writeEnd(out, letter.source(), letter.readAtMicros());
    } else if (output instanceof Acknowledgement done) {
      out.writeByte(ACKNOWLEDGEMENT);
      writeAcknowledgement(out, done);
    } else if (output instanceof Exposure exposure) {
      out.writeByte(EXPOSURE);
      writeExposure(out, exposure);
    } else if (output instanceof Explanation explanation) {
      out.writeByte(EXPLANATION);
      ExplanationFields.write(out, explanation);
    } else if (output instanceof Importance importance) {
      out.writeByte(IMPORTANCE);
      ExplanationFields.write(out, importance);
    }
  }

  @Override
  public Output read(DataInput in, int version) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case FEATURES -> readFeatures(in);
      case PREDICTION -> readPrediction(in);
      case ALERT -> readAlert(in);
      case DEAD_LETTER ->
          new DeadLetter(
              Fields.readText(in),
              Fields.readText(in),
              Fields.readBytes(in),
              Fields.readBytes(in),
              Fields.readSource(in),
              Varint.readSigned(in));
      case ACKNOWLEDGEMENT -> readAcknowledgement(in);
      case EXPOSURE -> readExposure(in);
      case EXPLANATION -> ExplanationFields.readExplanation(in);
      case IMPORTANCE -> ExplanationFields.readImportance(in);
      default -> throw new IOException("no output is of kind " + kind);
    };
  }

  private static void writeAcknowledgement(DataOutput out, Acknowledgement done)
      throws IOException {
    Fields.writeText(out, done.step().name());
    Fields.writeText(out, done.addition());
    Varint.writeUnsigned(out, done.number());
    Varint.writeUnsigned(out, done.group());
    Varint.writeUnsigned(out, done.groups());
    Fields.writeText(out, done.refusal());
    Fields.writeSource(out, done.source());
  }

  private static Acknowledgement readAcknowledgement(DataInput in) throws IOException {
    return new Acknowledgement(
        Acknowledgement.Step.valueOf(Fields.readText(in)),
        Fields.readText(in),
        (int) Varint.readUnsigned(in),
        (int) Varint.readUnsigned(in),
        (int) Varint.readUnsigned(in),
        Fields.readText(in),
        Fields.readSource(in));
  }

  private static void writeExposure(DataOutput out, Exposure exposure) throws IOException {
    Fields.writeText(out, exposure.id());
    Fields.writeText(out, exposure.tenant());
    Fields.writeText(out, exposure.entity());
    Fields.writeText(out, exposure.scorer());
    Varint.writeUnsigned(out, exposure.transition());
    Varint.writeUnsigned(out, exposure.step());
    out.writeDouble(exposure.share());
    Fields.writeText(out, exposure.role().name());
    Fields.writeText(out, exposure.modelVersion());
    Varint.writeUnsigned(out, exposure.sequence());
    Varint.writeSigned(out, exposure.ts());
    writeEnd(out, exposure.source(), exposure.readAtMicros());
  }

  private static Exposure readExposure(DataInput in) throws IOException {
    return new Exposure(
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        (int) Varint.readUnsigned(in),
        (int) Varint.readUnsigned(in),
        in.readDouble(),
        Prediction.Role.valueOf(Fields.readText(in)),
        Fields.readText(in),
        Varint.readUnsigned(in),
        Varint.readSigned(in),
        Fields.readSource(in),
        Varint.readSigned(in));
  }

  private static void writeEnd(DataOutput out, SourcePosition source, long readAt)
      throws IOException {
    Fields.writeSource(out, source);
    Varint.writeSigned(out, readAt);
  }

  private static void writeFeatures(DataOutput out, FeatureRecord record) throws IOException {
    Fields.writeText(out, record.tenant());
    Fields.writeText(out, record.eventId());
    Fields.writeText(out, record.type());
    Varint.writeSigned(out, record.ts());
    Fields.writeText(out, record.outcome().name());
    Varint.writeUnsigned(out, record.touched().size());
    for (FeatureRecord.Touch touch : record.touched()) {
      Fields.writeText(out, touch.entity());
      Varint.writeUnsigned(out, touch.sequence());
    }
    Varint.writeSigned(out, record.asOf());
    Fields.writeText(out, record.listHash());
    Varint.writeUnsigned(out, record.vector().length);
    for (float value : record.vector()) {
      out.writeFloat(value);
    }
    Varint.writeUnsigned(out, record.generation());
    Varint.writeUnsigned(out, record.ready());
    Fields.writeSource(out, record.source());
    Varint.writeUnsigned(out, record.repaired().size());
    for (String rule : record.repaired()) {
      Fields.writeText(out, rule);
    }
    Varint.writeSigned(out, record.readAtMicros());
  }

  private static FeatureRecord readFeatures(DataInput in) throws IOException {
    return new FeatureRecord(
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Varint.readSigned(in),
        FeatureRecord.Outcome.valueOf(Fields.readText(in)),
        readTouched(in),
        Varint.readSigned(in),
        Fields.readText(in),
        readVector(in),
        (int) Varint.readUnsigned(in),
        (int) Varint.readUnsigned(in),
        Fields.readSource(in),
        readTexts(in),
        Varint.readSigned(in));
  }

  private static List<String> readTexts(DataInput in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    List<String> texts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      texts.add(Fields.readText(in));
    }
    return texts;
  }

  private static List<FeatureRecord.Touch> readTouched(DataInput in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    List<FeatureRecord.Touch> touched = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      touched.add(new FeatureRecord.Touch(Fields.readText(in), Varint.readUnsigned(in)));
    }
    return touched;
  }

  private static float[] readVector(DataInput in) throws IOException {
    float[] vector = new float[(int) Varint.readUnsigned(in)];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = in.readFloat();
    }
    return vector;
  }

  private static void writePrediction(DataOutput out, Prediction prediction) throws IOException {
    Fields.writeText(out, prediction.id());
    Fields.writeText(out, prediction.tenant());
    Fields.writeText(out, prediction.entity());
    Fields.writeText(out, prediction.scorer());
    out.writeFloat(prediction.probability());
    out.writeFloat(prediction.baseRate());
    Fields.writeText(out, prediction.modelVersion());
    Fields.writeText(out, prediction.modelDigest());
    Fields.writeText(out, prediction.insteadOf());
    Fields.writeText(out, prediction.role().name());
    Fields.writeText(out, prediction.specHash());
    Fields.writeText(out, prediction.listHash());
    Varint.writeUnsigned(out, prediction.sequence());
    Varint.writeSigned(out, prediction.ts());
    writeEnd(out, prediction.source(), prediction.readAtMicros());
  }

  private static Prediction readPrediction(DataInput in) throws IOException {
    return new Prediction(
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        in.readFloat(),
        in.readFloat(),
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Prediction.Role.valueOf(Fields.readText(in)),
        Fields.readText(in),
        Fields.readText(in),
        Varint.readUnsigned(in),
        Varint.readSigned(in),
        Fields.readSource(in),
        Varint.readSigned(in));
  }

  private static void writeAlert(DataOutput out, Alert alert) throws IOException {
    Fields.writeText(out, alert.id());
    Fields.writeText(out, alert.tenant());
    Fields.writeText(out, alert.entity());
    Fields.writeText(out, alert.rule());
    Fields.writeText(out, alert.severity().name());
    Fields.writeText(out, alert.message());
    Varint.writeUnsigned(out, alert.reasons().size());
    for (Alert.Reason reason : alert.reasons()) {
      Fields.writeText(out, reason.name());
      out.writeDouble(reason.value());
    }
    Varint.writeUnsigned(out, alert.sequence());
    Varint.writeSigned(out, alert.ts());
    writeEnd(out, alert.source(), alert.readAtMicros());
  }

  private static Alert readAlert(DataInput in) throws IOException {
    return new Alert(
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Alert.Severity.valueOf(Fields.readText(in)),
        Fields.readText(in),
        readReasons(in),
        Varint.readUnsigned(in),
        Varint.readSigned(in),
        Fields.readSource(in),
        Varint.readSigned(in));
  }

  private static List<Alert.Reason> readReasons(DataInput in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    List<Alert.Reason> reasons = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      reasons.add(new Alert.Reason(Fields.readText(in), in.readDouble()));
    }
    return reasons;
  }
}
