package io.atomstreams.operators.profile;

import io.atomstreams.operators.state.StateCodec;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Parts of profiles between two tasks. */
public final class ProfilePartCodec implements StateCodec<ProfilePart> {

  public static final String ID = "profile-part";

  private static final long serialVersionUID = 1;

  private final ProfileCodec profiles = new ProfileCodec();

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public ProfilePart create() {
    return null;
  }

  @Override
  public ProfilePart copy(ProfilePart part) {
    return new ProfilePart(
        part.topic(), part.tenant(), part.start(), part.end(), profiles.copy(part.profile()));
  }

  @Override
  public void write(ProfilePart part, DataOutput out) throws IOException {
    writeText(out, part.topic());
    writeText(out, part.tenant());
    Varint.writeSigned(out, part.start());
    Varint.writeSigned(out, part.end());
    profiles.write(part.profile(), out);
  }

  @Override
  public ProfilePart read(DataInput in, int version) throws IOException {
    return new ProfilePart(
        readText(in),
        readText(in),
        Varint.readSigned(in),
        Varint.readSigned(in),
        profiles.read(in, version));
  }

  private static void writeText(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Varint.writeUnsigned(out, bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[(int) Varint.readUnsigned(in)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
