package io.atomstreams.operators.promotion;

import io.atomstreams.operators.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Evidence about one challenger: two bytes, then level by level. */
public final class PairedEvidenceCodec implements StateCodec<PairedEvidence> {

  public static final String ID = "paired-evidence";

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
  public PairedEvidence create() {
    return new PairedEvidence();
  }

  @Override
  public void write(PairedEvidence evidence, DataOutput out) throws IOException {
    evidence.write(out);
  }

  @Override
  public PairedEvidence read(DataInput in, int version) throws IOException {
    return PairedEvidence.read(in);
  }

  @Override
  public PairedEvidence copy(PairedEvidence evidence) {
    return evidence.copy();
  }
}
