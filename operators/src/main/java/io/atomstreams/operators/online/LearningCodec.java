package io.atomstreams.operators.online;

import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/**
 * What learners and their detectors know, whatever their kind: the layout names them. Under other
 * settings of the same learner, such as another rate, what was learned goes on; under another
 * learner or other attributes it begins anew, and so does a detector whose text, whose features or
 * what it watches have changed, and a calibrator whose text has.
 */
public final class LearningCodec<S> implements StateCodec<Learned<S>> {

  public static final String ID = "learning";

  private static final long serialVersionUID = 1;

  private final LearnerSpec spec;
  private final Learner<S> learner;

  LearningCodec(LearnerSpec spec, Learner<S> learner) {
    this.spec = spec;
    this.learner = learner;
  }

  /** The codec that reads values written under a layout. */
  public static LearningCodec<?> of(String layout) {
    return LearnerSpec.parse(layout).codec();
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
    return spec.layout();
  }

  @Override
  public Learned<S> create() {
    Learned<S> begun = new Learned<>(spec, learner.codec().create());
    for (Watch watch : spec.watches()) {
      begun.watched.put(watch.id(), Watched.begin(watch, spec.features()));
    }
    begun.calibration = isCalibrated() ? Calibration.begin(spec.calibrate()) : null;
    return begun;
  }

  private boolean isCalibrated() {
    return !spec.calibrate().isEmpty();
  }

  @Override
  public void write(Learned<S> learned, DataOutput out) throws IOException {
    NestedState.write(learner.codec(), learned.state, out);
    Varint.writeUnsigned(out, learned.shard);
    learned.firsts.write(out);
    learned.account.write(out);
    Varint.writeUnsigned(out, learned.resets);
    Varint.writeSigned(out, learned.begunAt);
    Varint.writeUnsigned(out, learned.skipped);
    Varint.writeSigned(out, learned.due);
    int width = spec.attributes().size();
    Varint.writeUnsigned(out, learned.rows.size());
    for (float value : learned.flatRows(width)) {
      out.writeFloat(value);
    }
    for (Watch watch : spec.watches()) {
      learned.watched.get(watch.id()).write(out);
    }
    if (isCalibrated()) {
      learned.calibration.write(out);
    }
  }

  @Override
  public Learned<S> read(DataInput in, int version) throws IOException {
    Learned<S> learned = new Learned<>(spec, NestedState.read(learner.codec(), in));
    learned.shard = (int) Varint.readUnsigned(in);
    learned.firsts.read(in);
    learned.account = Account.read(in);
    learned.resets = Varint.readUnsigned(in);
    learned.begunAt = Varint.readSigned(in);
    learned.skipped = Varint.readUnsigned(in);
    learned.due = Varint.readSigned(in);
    for (long rows = Varint.readUnsigned(in); rows > 0; rows--) {
      float[] row = new float[spec.attributes().size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = in.readFloat();
      }
      learned.rows.add(row);
    }
    for (Watch watch : spec.watches()) {
      learned.watched.put(watch.id(), Watched.read(watch, spec.features(), in));
    }
    learned.calibration = isCalibrated() ? Calibration.read(spec.calibrate(), in) : null;
    return learned;
  }

  @Override
  public Learned<S> copy(Learned<S> learned) {
    Learned<S> copy = new Learned<>(learned.spec, learner.codec().copy(learned.state));
    copy.shard = learned.shard;
    copy.firsts.take(learned.firsts);
    copy.account = learned.account;
    copy.resets = learned.resets;
    copy.begunAt = learned.begunAt;
    copy.skipped = learned.skipped;
    copy.due = learned.due;
    copy.rows.addAll(learned.rows);
    learned.watched.forEach((id, watched) -> copy.watched.put(id, watched.copy()));
    copy.calibration = learned.calibration == null ? null : learned.calibration.copy();
    return copy;
  }

  @Override
  public Learned<S> adopt(Learned<S> learned) {
    if (learned.spec.layout().equals(spec.layout())) {
      return learned;
    }
    Learned<S> adopted = create();
    if (isOfThisKind(learned.spec)) {
      adopted.state = learned.state;
      adopted.shard = learned.shard;
      adopted.firsts.take(learned.firsts);
      adopted.account = learned.account;
      adopted.resets = learned.resets;
      adopted.begunAt = learned.begunAt;
      adopted.skipped = learned.skipped;
      adopted.due = learned.due;
      adopted.rows.addAll(learned.rows);
      if (learned.spec.calibrate().equals(spec.calibrate())) {
        adopted.calibration = learned.calibration;
      }
    } else {
      adopted.begunAt = Fold.NEVER;
    }
    for (Watch watch : learned.spec.watches()) {
      Map<String, Watched<?>> ours = adopted.watched;
      boolean ofSameVectors = learned.spec.attributes().equals(spec.attributes());
      if (ofSameVectors && spec.watches().stream().anyMatch(w -> isSame(w, watch))) {
        ours.put(watch.id(), learned.watched.get(watch.id()));
      }
    }
    return adopted;
  }

  private static boolean isSame(Watch a, Watch b) {
    return a.id().equals(b.id())
        && a.detector().equals(b.detector())
        && a.of().equals(b.of())
        && a.loss() == b.loss();
  }

  private boolean isOfThisKind(LearnerSpec other) {
    StateCodec<?> theirs = other.learner().codec();
    StateCodec<?> ours = learner.codec();
    return other.attributes().equals(spec.attributes())
        && theirs.id().equals(ours.id())
        && ours.readsValuesOf(theirs.layout());
  }
}
