package io.atomstreams.operators.experiment;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One entity's part in an experiment, from its first exposure until its window ends. Belongs to one
 * thread.
 *
 * <pre>
 *   before ──first exposure──► enrolled ──window over──► counted
 * </pre>
 */
public final class Enrolment {

  /** Where it stands. */
  enum Phase {
    BEFORE(0),
    ENROLLED(1),
    COUNTED(2);

    private final int code;

    Phase(int code) {
      this.code = code;
    }

    private static Phase of(int code) throws IOException {
      for (Phase phase : values()) {
        if (phase.code == code) {
          return phase;
        }
      }
      throw new IOException("an enrolment is in phase " + code + ": the state is damaged");
    }
  }

  Phase phase = Phase.BEFORE;
  long since;
  double share;
  boolean isTreated;
  double value;
  double prior;

  Enrolment copy() {
    Enrolment copy = new Enrolment();
    copy.phase = phase;
    copy.since = since;
    copy.share = share;
    copy.isTreated = isTreated;
    copy.value = value;
    copy.prior = prior;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(phase.code);
    out.writeLong(since);
    out.writeDouble(share);
    out.writeBoolean(isTreated);
    out.writeDouble(value);
    out.writeDouble(prior);
  }

  static Enrolment read(DataInput in) throws IOException {
    Enrolment read = new Enrolment();
    read.phase = Phase.of(in.readUnsignedByte());
    read.since = in.readLong();
    read.share = in.readDouble();
    read.isTreated = in.readBoolean();
    read.value = in.readDouble();
    read.prior = in.readDouble();
    return read;
  }
}
