package io.atomstreams.operators.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Text in state: its UTF-8 bytes behind their number. */
public final class Text {

  private Text() {}

  public static void write(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Varint.writeUnsigned(out, bytes.length);
    out.write(bytes);
  }

  public static String read(DataInput in) throws IOException {
    byte[] bytes = new byte[(int) Varint.readUnsigned(in)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
