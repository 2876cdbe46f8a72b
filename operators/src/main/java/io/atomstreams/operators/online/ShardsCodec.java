package io.atomstreams.operators.online;

import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Text;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Cuts that wait for those of other shards. The layout is the learner's own state's; cuts of
 * another are let go.
 */
public final class ShardsCodec implements StateCodec<Shards> {

  public static final String ID = "shards";

  private static final long serialVersionUID = 1;

  private final String layout;

  public ShardsCodec(String layout) {
    this.layout = layout;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String layout() {
    return layout;
  }

  @Override
  public Shards create() {
    return new Shards(layout);
  }

  @Override
  public void write(Shards shards, DataOutput out) throws IOException {
    Varint.writeSigned(out, shards.due);
    Varint.writeUnsigned(out, shards.cuts.size());
    for (Cut cut : shards.cuts.values()) {
      writeCut(cut, out);
    }
  }

  @Override
  public Shards read(DataInput in, int version) throws IOException {
    Shards shards = create();
    shards.due = Varint.readSigned(in);
    for (long i = Varint.readUnsigned(in); i > 0; i--) {
      Cut cut = readCut(in);
      shards.cuts.put(cut.shard(), cut);
    }
    return shards;
  }

  /** Writes a cut. */
  public static void writeCut(Cut cut, DataOutput out) throws IOException {
    Text.write(out, cut.learner());
    Varint.writeUnsigned(out, cut.shard());
    Varint.writeSigned(out, cut.at());
    NestedState.writeBytes(cut.state(), out);
    cut.account().write(out);
    writeRows(cut.rows(), out);
  }

  /** Reads what {@link #writeCut} wrote. */
  public static Cut readCut(DataInput in) throws IOException {
    return new Cut(
        Text.read(in),
        (int) Varint.readUnsigned(in),
        Varint.readSigned(in),
        NestedState.readBytes(in),
        Account.read(in),
        readRows(in));
  }

  static void writeRows(float[] rows, DataOutput out) throws IOException {
    Varint.writeUnsigned(out, rows.length);
    for (float value : rows) {
      out.writeFloat(value);
    }
  }

  static float[] readRows(DataInput in) throws IOException {
    float[] rows = new float[(int) Varint.readUnsigned(in)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = in.readFloat();
    }
    return rows;
  }

  /** Cuts are immutable: the map is what is copied. */
  @Override
  public Shards copy(Shards shards) {
    Shards copy = new Shards(shards.layout);
    copy.cuts.putAll(shards.cuts);
    copy.due = shards.due;
    return copy;
  }

  @Override
  public Shards adopt(Shards shards) {
    return shards.layout.equals(layout) ? shards : create();
  }
}
