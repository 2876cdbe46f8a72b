package io.atomstreams.operators.experiment;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One entity's part in an experiment: 34 bytes. */
public final class EnrolmentCodec implements StateCodec<Enrolment> {

  public static final String ID = "experiment-enrolment";

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
  public Enrolment create() {
    return new Enrolment();
  }

  @Override
  public void write(Enrolment enrolment, DataOutput out) throws IOException {
    enrolment.write(out);
  }

  @Override
  public Enrolment read(DataInput in, int version) throws IOException {
    return Enrolment.read(in);
  }

  @Override
  public Enrolment copy(Enrolment enrolment) {
    return enrolment.copy();
  }
}
