package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.Alert;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Alerts on their way to the desk, and where they wait for their turn. */
final class AlertCodec extends RecordCodec<Alert> {

  static final String ID = "alert";

  private static final long serialVersionUID = 1;

  private final OutputCodec outputs = new OutputCodec();

  AlertCodec() {
    super(ID);
  }

  @Override
  public void write(Alert alert, DataOutput out) throws IOException {
    outputs.write(alert, out);
  }

  @Override
  public Alert read(DataInput in, int version) throws IOException {
    return (Alert) outputs.read(in, outputs.version());
  }
}
