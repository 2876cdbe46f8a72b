package io.atomstreams.operators.evaluation;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Stores a tally of so many counts and sums. */
record TallyCodec(String id, int counts, int sums) implements StateCodec<Tally> {

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String layout() {
    return "counts=%d;sums=%d".formatted(counts, sums);
  }

  @Override
  public Tally create() {
    return new Tally(counts, sums);
  }

  @Override
  public void write(Tally state, DataOutput out) throws IOException {
    state.write(out);
  }

  @Override
  public Tally read(DataInput in, int version) throws IOException {
    return Tally.read(in, counts, sums);
  }

  @Override
  public Tally copy(Tally state) {
    return state.copy();
  }
}
