package io.atomstreams.operators.online;

import io.atomstreams.operators.evaluation.BinaryEvaluator;
import io.atomstreams.operators.evaluation.GroupFairness;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.online.Evaluated.Subject;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Text;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Open windows of evaluations. The layout is the settings of the figures: under others an open
 * window begins anew.
 */
public final class EvaluatedCodec implements StateCodec<Evaluated> {

  public static final String ID = "evaluated";

  private static final long serialVersionUID = 1;

  private final BinaryEvaluator.Options options;
  private final StateCodec<BinaryEvaluator.State> figures;
  private final StateCodec<GroupFairness.State> groups;

  /** With figures of these settings. */
  public EvaluatedCodec(BinaryEvaluator.Options options) {
    this.options = options;
    this.figures = new BinaryEvaluator(options).codec();
    this.groups = GroupFairness.states();
  }

  /** The codec that reads values written under a layout. */
  public static EvaluatedCodec of(String layout) {
    String[] parts = layout.split(";", -1);
    List<Double> thresholds = Arrays.stream(parts[0].split(",", -1)).map(Double::valueOf).toList();
    return new EvaluatedCodec(
        new BinaryEvaluator.Options(
            thresholds, Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String layout() {
    List<String> thresholds = options.thresholds().stream().map(String::valueOf).toList();
    return "%s;%d;%d"
        .formatted(String.join(",", thresholds), options.bins(), options.exactScores());
  }

  @Override
  public Evaluated create() {
    return new Evaluated(options, figures.create(), groups.create());
  }

  @Override
  public void write(Evaluated state, DataOutput out) throws IOException {
    Varint.writeSigned(out, state.to);
    out.writeBoolean(state.subject != null);
    if (state.subject != null) {
      write(state.subject, out);
    }
    out.writeDouble(state.previous);
    state.firsts.write(out);
    NestedState.write(figures, state.figures, out);
    NestedState.write(groups, state.groups, out);
  }

  @Override
  public Evaluated read(DataInput in, int version) throws IOException {
    long to = Varint.readSigned(in);
    Subject subject = in.readBoolean() ? readSubject(in) : null;
    double previous = in.readDouble();
    FirstAnswers firsts = new FirstAnswers();
    firsts.read(in);
    Evaluated state =
        new Evaluated(options, NestedState.read(figures, in), NestedState.read(groups, in));
    state.to = to;
    state.subject = subject;
    state.previous = previous;
    state.firsts.take(firsts);
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
  public Evaluated copy(Evaluated state) {
    Evaluated copy =
        new Evaluated(state.options, figures.copy(state.figures), groups.copy(state.groups));
    copy.to = state.to;
    copy.subject = state.subject;
    copy.previous = state.previous;
    copy.firsts.take(state.firsts);
    return copy;
  }

  @Override
  public Evaluated adopt(Evaluated state) {
    return state.options.equals(options) ? state : create();
  }
}
