package io.atomstreams.operators.online;

import io.atomstreams.operators.conformal.DelayedThreshold;
import io.atomstreams.operators.conformal.SegmentedThreshold;
import io.atomstreams.operators.online.Intervals.Held;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Text;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/**
 * Thresholds of a scorer and what was published of them. The layout is the coverage: with another
 * one thresholds begin anew.
 */
public final class IntervalsCodec implements StateCodec<Intervals> {

  public static final String ID = "intervals";

  private static final long serialVersionUID = 1;

  private final double coverage;
  private final StateCodec<SegmentedThreshold.State<DelayedThreshold.State>> thresholds;

  /** Of thresholds that hold this share of the answers. */
  public IntervalsCodec(double coverage) {
    this.coverage = coverage;
    this.thresholds =
        new SegmentedThreshold<>(
                new DelayedThreshold(DelayedThreshold.Options.of(coverage)),
                new SegmentedThreshold.Options(1, 0))
            .codec();
  }

  /** The codec that reads values written under a layout. */
  public static IntervalsCodec of(String layout) {
    return new IntervalsCodec(Double.parseDouble(layout));
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
    return Double.toString(coverage);
  }

  @Override
  public Intervals create() {
    return new Intervals(coverage, thresholds.create());
  }

  @Override
  public void write(Intervals state, DataOutput out) throws IOException {
    NestedState.write(thresholds, state.thresholds, out);
    Varint.writeSigned(out, state.to);
    Text.write(out, state.scorer);
    state.firsts.write(out);
    Varint.writeUnsigned(out, state.held.size());
    for (Map.Entry<String, Held> each : state.held.entrySet()) {
      Text.write(out, each.getKey());
      Held held = each.getValue();
      Varint.writeSigned(out, held.answers);
      Varint.writeSigned(out, held.positives);
      Varint.writeSigned(out, held.firsts);
      Varint.writeSigned(out, held.judged);
      Varint.writeSigned(out, held.held);
      Varint.writeSigned(out, held.classes);
    }
    state.published.write(out);
  }

  @Override
  public Intervals read(DataInput in, int version) throws IOException {
    Intervals state = new Intervals(coverage, NestedState.read(thresholds, in));
    state.to = Varint.readSigned(in);
    state.scorer = Text.read(in);
    state.firsts.read(in);
    for (long i = Varint.readUnsigned(in); i > 0; i--) {
      String segment = Text.read(in);
      Held held = new Held();
      held.answers = Varint.readSigned(in);
      held.positives = Varint.readSigned(in);
      held.firsts = Varint.readSigned(in);
      held.judged = Varint.readSigned(in);
      held.held = Varint.readSigned(in);
      held.classes = Varint.readSigned(in);
      state.held.put(segment, held);
    }
    state.published = PublishedThresholds.read(in);
    return state;
  }

  @Override
  public Intervals copy(Intervals state) {
    Intervals copy = new Intervals(state.coverage, thresholds.copy(state.thresholds));
    copy.to = state.to;
    copy.scorer = state.scorer;
    copy.firsts.take(state.firsts);
    state.held.forEach((segment, held) -> copy.held.put(segment, held.and(new Held())));
    copy.published = state.published.copy();
    return copy;
  }

  @Override
  public Intervals adopt(Intervals state) {
    return state.coverage == coverage ? state : create();
  }
}
