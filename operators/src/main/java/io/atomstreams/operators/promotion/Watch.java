package io.atomstreams.operators.promotion;

import io.atomstreams.model.ModelRef;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A champion that has just come, and how it does against the one before, which scores along in the
 * shadow. Belongs to one thread.
 *
 * <pre>
 *   watching ──worse──► regressed        watching ──labels enough──► passed
 * </pre>
 */
public final class Watch {

  /** Where it stands. */
  public enum Phase {
    WATCHING(0),
    /** The new champion is worse. */
    REGRESSED(1),
    /** It was watched long enough. */
    PASSED(2);

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
      throw new IOException("a watch is in phase " + code + ": the state is damaged");
    }
  }

  private final ModelRef fresh;
  private final ModelRef former;
  private Phase phase = Phase.WATCHING;
  private long labels;
  private int epoch = 1;
  private PairedEvidence evidence = new PairedEvidence();

  /** Watches from the first label on. */
  public Watch(ModelRef fresh, ModelRef former) {
    this.fresh = fresh;
    this.former = former;
  }

  public ModelRef fresh() {
    return fresh;
  }

  public ModelRef former() {
    return former;
  }

  public Phase phase() {
    return phase;
  }

  /** Labels so far. */
  public long labels() {
    return labels;
  }

  /** Of the present epoch: differences (former's loss − new champion's loss). */
  public PairedEvidence evidence() {
    return evidence;
  }

  /** Which epoch it is, from 1. */
  public int epoch() {
    return epoch;
  }

  void take(double difference) {
    evidence.add(difference);
    labels++;
  }

  void revise(int takenInEpoch, double was, double is) {
    if (takenInEpoch == epoch) {
      evidence.revise(was, is);
    }
  }

  void nextEpoch() {
    epoch++;
    evidence = new PairedEvidence();
  }

  void become(Phase next) {
    phase = next;
  }

  Watch copy() {
    Watch copy = new Watch(fresh, former);
    copy.phase = phase;
    copy.labels = labels;
    copy.epoch = epoch;
    copy.evidence = evidence.copy();
    return copy;
  }

  void write(DataOutput out) throws IOException {
    write(fresh, out);
    write(former, out);
    out.writeByte(phase.code);
    out.writeLong(labels);
    out.writeInt(epoch);
    evidence.write(out);
  }

  static Watch read(DataInput in) throws IOException {
    Watch read = new Watch(readRef(in), readRef(in));
    read.phase = Phase.of(in.readUnsignedByte());
    read.labels = in.readLong();
    read.epoch = in.readInt();
    read.evidence = PairedEvidence.read(in);
    return read;
  }

  private static void write(ModelRef ref, DataOutput out) throws IOException {
    byte[] name = ref.toString().getBytes(StandardCharsets.UTF_8);
    out.writeShort(name.length);
    out.write(name);
  }

  private static ModelRef readRef(DataInput in) throws IOException {
    byte[] name = new byte[in.readUnsignedShort()];
    in.readFully(name);
    return ModelRef.parse(new String(name, StandardCharsets.UTF_8));
  }
}
