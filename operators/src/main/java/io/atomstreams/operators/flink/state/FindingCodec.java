package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Evaluation.Metric;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.TrainingWish;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the learning job writes, on its way to the sink and where drifts wait for their turn. */
final class FindingCodec extends RecordCodec<Finding> {

  static final String ID = "finding";

  private static final long serialVersionUID = 1;

  private static final int EXAMPLE = 0;
  private static final int EVALUATION = 1;
  private static final int DRIFT = 2;
  private static final int OUTPUT = 3;
  private static final int TRAINING = 4;

  private final ExampleCodec examples = new ExampleCodec();
  private final OutputCodec outputs = new OutputCodec();

  FindingCodec() {
    super(ID);
  }

  @Override
  public void write(Finding finding, DataOutput out) throws IOException {
    if (finding instanceof Example example) {
      out.writeByte(EXAMPLE);
      examples.write(example, out);
    } else if (finding instanceof Evaluation evaluation) {
      out.writeByte(EVALUATION);
      writeEvaluation(out, evaluation);
    } else if (finding instanceof Drift drift) {
      out.writeByte(DRIFT);
      writeDrift(out, drift);
    } else if (finding instanceof Output output) {
      out.writeByte(OUTPUT);
      outputs.write(output, out);
    } else if (finding instanceof TrainingWish wish) {
      out.writeByte(TRAINING);
      Fields.writeText(out, wish.id());
      Fields.writeText(out, wish.detector());
      Fields.writeText(out, wish.label());
      Varint.writeSigned(out, wish.ts());
    }
  }

  @Override
  public Finding read(DataInput in, int version) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case EXAMPLE -> examples.read(in, version);
      case EVALUATION -> readEvaluation(in);
      case DRIFT -> readDrift(in);
      case OUTPUT -> (Finding) outputs.read(in, outputs.version());
      case TRAINING ->
          new TrainingWish(
              Fields.readText(in), Fields.readText(in), Fields.readText(in), Varint.readSigned(in));
      default -> throw new IOException("no finding is of kind " + kind);
    };
  }

  private static void writeEvaluation(DataOutput out, Evaluation evaluation) throws IOException {
    Fields.writeText(out, evaluation.label());
    Fields.writeText(out, evaluation.scorer());
    Fields.writeText(out, evaluation.modelVersion());
    Fields.writeText(out, evaluation.role() == null ? null : evaluation.role().name());
    Fields.writeText(out, evaluation.segment());
    Varint.writeSigned(out, evaluation.from());
    Varint.writeSigned(out, evaluation.to());
    Varint.writeSigned(out, evaluation.examples());
    Varint.writeSigned(out, evaluation.positives());
    Varint.writeUnsigned(out, evaluation.metrics().size());
    for (Metric metric : evaluation.metrics()) {
      Fields.writeText(out, metric.name());
      out.writeDouble(metric.value());
    }
  }

  private static Evaluation readEvaluation(DataInput in) throws IOException {
    String label = Fields.readText(in);
    String scorer = Fields.readText(in);
    String modelVersion = Fields.readText(in);
    String role = Fields.readText(in);
    return new Evaluation(
        label,
        scorer,
        modelVersion,
        role == null ? null : Prediction.Role.valueOf(role),
        Fields.readText(in),
        Varint.readSigned(in),
        Varint.readSigned(in),
        Varint.readSigned(in),
        Varint.readSigned(in),
        readMetrics(in));
  }

  private static List<Metric> readMetrics(DataInput in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    List<Metric> metrics = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      metrics.add(new Metric(Fields.readText(in), in.readDouble()));
    }
    return metrics;
  }

  static void writeDrift(DataOutput out, Drift drift) throws IOException {
    Fields.writeText(out, drift.id());
    Fields.writeText(out, drift.tenant());
    Fields.writeText(out, drift.detector());
    Fields.writeText(out, drift.type());
    Fields.writeText(out, drift.on());
    Fields.writeText(out, drift.label());
    Fields.writeText(out, drift.level().name());
    Varint.writeUnsigned(out, drift.observations());
    out.writeDouble(drift.recent());
    out.writeDouble(drift.before());
    Varint.writeUnsigned(out, drift.actions().size());
    for (String action : drift.actions()) {
      Fields.writeText(out, action);
    }
    writeCause(out, drift.cause());
    Varint.writeSigned(out, drift.ts());
    Fields.writeSource(out, drift.source());
  }

  static Drift readDrift(DataInput in) throws IOException {
    return new Drift(
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Fields.readText(in),
        Drift.Level.valueOf(Fields.readText(in)),
        Varint.readUnsigned(in),
        in.readDouble(),
        in.readDouble(),
        readActions(in),
        readCause(in),
        Varint.readSigned(in),
        Fields.readSource(in));
  }

  private static void writeCause(DataOutput out, Drift.Cause cause) throws IOException {
    Fields.writeText(out, cause.name());
    Fields.writeText(out, cause.segment());
    Fields.writeText(out, cause.reason());
    Varint.writeUnsigned(out, cause.features().size());
    for (Drift.Moved moved : cause.features()) {
      Fields.writeText(out, moved.feature());
      out.writeDouble(moved.psi());
      out.writeDouble(moved.adjusted());
    }
  }

  private static Drift.Cause readCause(DataInput in) throws IOException {
    String name = Fields.readText(in);
    String segment = Fields.readText(in);
    String reason = Fields.readText(in);
    int size = (int) Varint.readUnsigned(in);
    List<Drift.Moved> moved = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      moved.add(new Drift.Moved(Fields.readText(in), in.readDouble(), in.readDouble()));
    }
    return new Drift.Cause(name, segment, reason, moved);
  }

  private static List<String> readActions(DataInput in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    List<String> actions = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      actions.add(Fields.readText(in));
    }
    return actions;
  }
}
