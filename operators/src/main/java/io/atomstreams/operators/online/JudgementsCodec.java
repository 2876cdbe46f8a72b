package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.online.Judgements.Subject;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Text;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Open windows of evaluations: 512 counts, most of them 0, and six sums. */
public final class JudgementsCodec implements StateCodec<Judgements> {

  public static final String ID = "judgements";

  private static final long serialVersionUID = 1;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Judgements create() {
    return new Judgements();
  }

  @Override
  public void write(Judgements state, DataOutput out) throws IOException {
    Varint.writeSigned(out, state.to);
    out.writeBoolean(state.subject != null);
    if (state.subject != null) {
      write(state.subject, out);
    }
    out.writeDouble(state.weight);
    out.writeDouble(state.positives);
    out.writeDouble(state.logLoss);
    out.writeDouble(state.brier);
    out.writeDouble(state.errors);
    out.writeDouble(state.said);
    for (int i = 0; i < Judgements.BINS; i++) {
      Varint.writeSigned(out, state.yes[i]);
      Varint.writeSigned(out, state.no[i]);
    }
  }

  @Override
  public Judgements read(DataInput in, int version) throws IOException {
    Judgements state = new Judgements();
    state.to = Varint.readSigned(in);
    state.subject = in.readBoolean() ? readSubject(in) : null;
    state.weight = in.readDouble();
    state.positives = in.readDouble();
    state.logLoss = in.readDouble();
    state.brier = in.readDouble();
    state.errors = in.readDouble();
    state.said = in.readDouble();
    for (int i = 0; i < Judgements.BINS; i++) {
      state.yes[i] = Varint.readSigned(in);
      state.no[i] = Varint.readSigned(in);
    }
    return state;
  }

  private static void write(Subject subject, DataOutput out) throws IOException {
    Text.write(out, subject.scorer());
    Text.write(out, subject.modelVersion());
    Text.write(out, subject.role() == null ? "" : subject.role().name());
    Text.write(out, subject.segment());
  }

  private static Subject readSubject(DataInput in) throws IOException {
    String scorer = Text.read(in);
    String modelVersion = Text.read(in);
    String role = Text.read(in);
    return new Subject(
        scorer, modelVersion, role.isEmpty() ? null : Prediction.Role.valueOf(role), Text.read(in));
  }

  @Override
  public Judgements copy(Judgements state) {
    Judgements copy = new Judgements();
    copy.to = state.to;
    copy.subject = state.subject;
    copy.weight = state.weight;
    copy.positives = state.positives;
    copy.logLoss = state.logLoss;
    copy.brier = state.brier;
    copy.errors = state.errors;
    copy.said = state.said;
    System.arraycopy(state.yes, 0, copy.yes, 0, Judgements.BINS);
    System.arraycopy(state.no, 0, copy.no, 0, Judgements.BINS);
    return copy;
  }
}
