package io.atomstreams.operators.flink.state;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How the fields that outputs share are written: absent values as length 0, others as length + 1;
 * text as {@link Wtf8}.
 */
final class Fields {

  private Fields() {}

  static void writeText(DataOutput out, String text) throws IOException {
    writeBytes(out, text == null ? null : Wtf8.encode(text));
  }

  static String readText(DataInput in) throws IOException {
    byte[] bytes = readBytes(in);
    return bytes == null ? null : Wtf8.decode(bytes, 0, bytes.length);
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

  /** A built-in kind as its code, a declared one by its name too. */
  static void writeKind(DataOutput out, EntityKind kind) throws IOException {
    out.writeByte(kind.code());
    if (kind.code() == EntityKind.DECLARED) {
      writeText(out, kind.yamlName());
    }
  }

  static EntityKind readKind(DataInput in) throws IOException {
    int code = in.readByte();
    return code == EntityKind.DECLARED ? EntityKind.ofName(readText(in)) : EntityKind.ofCode(code);
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
