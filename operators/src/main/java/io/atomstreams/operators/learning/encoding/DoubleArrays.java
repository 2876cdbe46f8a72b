package io.atomstreams.operators.learning.encoding;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Arrays of numbers in state: their length, then eight bytes each. */
public final class DoubleArrays {

  private DoubleArrays() {}

  public static void write(double[] values, DataOutput out) throws IOException {
    Varint.writeUnsigned(out, values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param what for the message
   * @param length how many there have to be
   */
  public static double[] read(String what, int length, DataInput in) throws IOException {
    long written = Varint.readUnsigned(in);
    if (written != length) {
      throw new IOException(
          "%s: the state has %d values, the schema gives %d; the attributes or the target have changed, begin with empty state"
              .formatted(what, written, length));
    }
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }
}
