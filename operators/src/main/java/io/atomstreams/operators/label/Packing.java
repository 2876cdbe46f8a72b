package io.atomstreams.operators.label;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How the fields of open questions are written. */
final class Packing {

  private Packing() {}

  /**
   * Its length, then each UTF-16 unit as a varint: one byte a character of ASCII, exact for all.
   */
  static void writeText(DataOutput out, String text) throws IOException {
    Varint.writeUnsigned(out, text.length());
    for (int i = 0; i < text.length(); i++) {
      Varint.writeUnsigned(out, text.charAt(i));
    }
  }

  static String readText(DataInput in) throws IOException {
    char[] text = new char[readSize(in)];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) Varint.readUnsigned(in);
    }
    return new String(text);
  }

  static int readSize(DataInput in) throws IOException {
    long size = Varint.readUnsigned(in);
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw new IOException("open questions are damaged: a size of " + size);
    }
    return (int) size;
  }

  static void writeSource(DataOutput out, SourcePosition source) throws IOException {
    writeText(out, source.topic());
    Varint.writeUnsigned(out, source.partition());
    Varint.writeUnsigned(out, source.offset());
  }

  static SourcePosition readSource(DataInput in) throws IOException {
    return new SourcePosition(readText(in), readSize(in), Varint.readUnsigned(in));
  }

  static void writeFloats(DataOutput out, float[] values) throws IOException {
    Varint.writeUnsigned(out, values.length);
    for (float value : values) {
      out.writeInt(Float.floatToRawIntBits(value));
    }
  }

  static float[] readFloats(DataInput in) throws IOException {
    float[] values = new float[readSize(in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(in.readInt());
    }
    return values;
  }
}
