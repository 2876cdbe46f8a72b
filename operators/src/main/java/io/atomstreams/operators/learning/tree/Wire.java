package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** How arrays of numbers stand in the bytes of trees. */
final class Wire {

  private Wire() {}

  /** A number of things, refused where there cannot be so many. */
  static int count(DataInput in, int most) throws IOException {
    long count = Varint.readUnsigned(in);
    if (count < 0 || count > most) {
      throw new IOException(
          "%d where at most %d can stand: the bytes are no state of a tree".formatted(count, most));
    }
    return (int) count;
  }

  /** How many there are, then by turns how many zeros come and how many others, with these. */
  static void writeDoubles(DataOutput out, double[] values) throws IOException {
    Varint.writeUnsigned(out, values.length);
    int at = 0;
    while (at < values.length) {
      int other = at;
      while (other < values.length && isZero(values[other])) {
        other++;
      }
      int end = other;
      while (end < values.length && !isZero(values[end])) {
        end++;
      }
      Varint.writeUnsigned(out, other - at);
      Varint.writeUnsigned(out, end - other);
      for (int i = other; i < end; i++) {
        out.writeDouble(values[i]);
      }
      at = end;
    }
  }

  /** Of the two zeros the one all bits of which are 0. */
  private static boolean isZero(double value) {
    return Double.doubleToRawLongBits(value) == 0;
  }

  static void readDoubles(DataInput in, double[] values) throws IOException {
    if (Varint.readUnsigned(in) != values.length) {
      throw new IOException(
          "the bytes were written for other attributes or classes; open them with the schema they"
              + " were learned with");
    }
    int at = 0;
    while (at < values.length) {
      int other = at + count(in, values.length - at);
      Arrays.fill(values, at, other, 0);
      int end = other + count(in, values.length - other);
      for (int i = other; i < end; i++) {
        values[i] = in.readDouble();
      }
      if (end == at) {
        throw new IOException("neither zeros nor others: the bytes are no state of a tree");
      }
      at = end;
    }
  }

  static void writeInts(DataOutput out, int[] values) throws IOException {
    Varint.writeUnsigned(out, values.length);
    for (int value : values) {
      Varint.writeUnsigned(out, value);
    }
  }

  static int[] readInts(DataInput in, int most, int below) throws IOException {
    int[] values = new int[count(in, most)];
    for (int i = 0; i < values.length; i++) {
      values[i] = count(in, below - 1);
    }
    return values;
  }
}
