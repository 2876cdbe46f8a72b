package io.atomstreams.operators.experiment;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Both arms: the split, the effect's evidence, each arm, the line. */
public final class ComparisonCodec implements StateCodec<Comparison> {

  public static final String ID = "experiment-comparison";

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
  public Comparison create() {
    return new Comparison();
  }

  @Override
  public void write(Comparison comparison, DataOutput out) throws IOException {
    comparison.write(out);
  }

  @Override
  public Comparison read(DataInput in, int version) throws IOException {
    return Comparison.read(in);
  }

  @Override
  public Comparison copy(Comparison comparison) {
    return comparison.copy();
  }
}
