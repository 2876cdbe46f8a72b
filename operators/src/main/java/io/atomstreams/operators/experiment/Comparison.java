package io.atomstreams.operators.experiment;

import io.atomstreams.operators.evidence.Evidence;
import io.atomstreams.operators.evidence.SampleRatio;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Both arms of an experiment, as far as they are known. Parts that were taken in apart merge; the
 * effect and its bounds hold for the whole as for each part. Some 300 bytes; belongs to one thread.
 */
public final class Comparison {

  private final SampleRatio split;
  private final Evidence effect;
  private final Arm treated;
  private final Arm control;
  private final Line line;

  Comparison() {
    this(new SampleRatio(), new Evidence(), new Arm(), new Arm(), new Line());
  }

  private Comparison(SampleRatio split, Evidence effect, Arm treated, Arm control, Line line) {
    this.split = split;
    this.effect = effect;
    this.treated = treated;
    this.control = control;
    this.line = line;
  }

  /** Who was assigned to which arm. */
  public SampleRatio split() {
    return split;
  }

  Evidence effect() {
    return effect;
  }

  public Arm treated() {
    return treated;
  }

  public Arm control() {
    return control;
  }

  Line line() {
    return line;
  }

  /** Takes in what another has, which stays as it is. */
  public void merge(Comparison other) {
    split.merge(other.split);
    effect.merge(other.effect);
    treated.merge(other.treated);
    control.merge(other.control);
    line.merge(other.line);
  }

  Comparison copy() {
    Comparison copy = new Comparison();
    copy.merge(this);
    return copy;
  }

  void write(DataOutput out) throws IOException {
    split.write(out);
    effect.write(out);
    treated.write(out);
    control.write(out);
    line.write(out);
  }

  static Comparison read(DataInput in) throws IOException {
    return new Comparison(
        SampleRatio.read(in), Evidence.read(in), Arm.read(in), Arm.read(in), Line.read(in));
  }
}
