package io.atomstreams.operators.online;

import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Text;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Versions on their way to the registry. */
public final class VersionCodec implements StateCodec<Version> {

  public static final String ID = "version";

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
  public Version create() {
    return null;
  }

  @Override
  public void write(Version version, DataOutput out) throws IOException {
    Text.write(out, version.learner());
    Text.write(out, version.model());
    Varint.writeUnsigned(out, version.number());
    Varint.writeSigned(out, version.at());
    NestedState.writeBytes(version.state(), out);
    version.account().write(out);
    ShardsCodec.writeRows(version.rows(), out);
  }

  @Override
  public Version read(DataInput in, int written) throws IOException {
    return new Version(
        Text.read(in),
        Text.read(in),
        (int) Varint.readUnsigned(in),
        Varint.readSigned(in),
        NestedState.readBytes(in),
        Account.read(in),
        ShardsCodec.readRows(in));
  }

  @Override
  public Version copy(Version version) {
    return version;
  }
}
