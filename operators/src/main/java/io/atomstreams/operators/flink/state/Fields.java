package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.state.Varint;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * How the fields that records share are written: absent values as length 0, others as length + 1.
 *
 * <p>Text is UTF-8, with half of a surrogate pair as the three bytes its number would take (WTF-8):
 * JSON can say such text, and a record must come out of a shuffle with the key it went in with.
 */
final class Fields {

  private static final char REPLACEMENT = '\uFFFD';

  private Fields() {}

  static void writeText(DataOutput out, String text) throws IOException {
    if (text == null) {
      out.writeByte(0);
    } else {
      writeBytes(out, isWhole(text) ? text.getBytes(StandardCharsets.UTF_8) : halves(text));
    }
  }

  static String readText(DataInput in) throws IOException {
    byte[] bytes = readBytes(in);
    if (bytes == null) {
      return null;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : halves(bytes);
  }

  /** Whether every surrogate has its other half. */
  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints().noneMatch(Fields::isHalf);
      }
    }
    return true;
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static byte[] halves(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(3 * text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isHalf(c)) {
                bytes.write(0xE0 | (c >> 12));
                bytes.write(0x80 | ((c >> 6) & 0x3F));
                bytes.write(0x80 | (c & 0x3F));
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  private static String halves(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    int from = 0;
    for (int i = 0; i + 2 < bytes.length; i++) {
      if (bytes[i] == (byte) 0xED && (bytes[i + 1] & 0x20) != 0) {
        text.append(new String(bytes, from, i - from, StandardCharsets.UTF_8));
        text.append((char) (0xD000 | ((bytes[i + 1] & 0x3F) << 6) | (bytes[i + 2] & 0x3F)));
        from = i + 3;
        i += 2;
      }
    }
    return text.append(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8))
        .toString();
  }

  static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
    if (bytes == null) {
      out.writeByte(0);
      return;
    }
    Varint.writeUnsigned(out, bytes.length + 1L);
    out.write(bytes);
  }

  static byte[] readBytes(DataInput in) throws IOException {
    int length = (int) Varint.readUnsigned(in) - 1;
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  static void writeSource(DataOutput out, SourcePosition source) throws IOException {
    writeText(out, source.topic());
    Varint.writeUnsigned(out, source.partition());
    Varint.writeUnsigned(out, source.offset());
  }

  static SourcePosition readSource(DataInput in) throws IOException {
    String topic = readText(in);
    int partition = (int) Varint.readUnsigned(in);
    return new SourcePosition(topic, partition, Varint.readUnsigned(in));
  }
}
