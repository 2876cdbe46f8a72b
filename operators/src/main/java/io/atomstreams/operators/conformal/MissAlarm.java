package io.atomstreams.operators.conformal;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A cumulative sum (Page 1954) of the log-likelihood ratio of a Bernoulli rate that has changed
 * from {@code before} to {@code after}: {@code S = max(0, S + ln P(miss | after) / P(miss |
 * before))}, an alarm where it passes {@code height}; without a change one comes after {@code
 * e^height} values or more on average. The sum's latest zero is the likeliest moment of the change.
 */
final class MissAlarm {

  private final double ifMissed;
  private final double ifHeld;
  private final double height;
  private double sum;
  private int sinceZero;

  MissAlarm(double before, double after, double height) {
    this.ifMissed = StrictMath.log(after / before);
    this.ifHeld = StrictMath.log((1 - after) / (1 - before));
    this.height = height;
  }

  /** Whether this value is one too many. */
  boolean add(boolean missed) {
    sum += missed ? ifMissed : ifHeld;
    sinceZero++;
    if (sum <= 0) {
      reset();
    }
    return sum > height;
  }

  /** How many values came since the likeliest moment of the change. */
  int sinceZero() {
    return sinceZero;
  }

  void reset() {
    sum = 0;
    sinceZero = 0;
  }

  void become(MissAlarm other) {
    sum = other.sum;
    sinceZero = other.sinceZero;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(sum);
    Varint.writeUnsigned(out, sinceZero);
  }

  void read(DataInput in) throws IOException {
    sum = in.readDouble();
    sinceZero = (int) Varint.readUnsigned(in);
  }
}
