package io.atomstreams.operators.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Integers in as few bytes as their size needs: seven bits a byte, least significant first, the top
 * bit set on all bytes but the last. Signed values are zig-zagged first, so that small negative
 * numbers are short too.
 */
public final class Varint {

  static final int MOST_BYTES = 10;

  private Varint() {}

  /** Writes a value, taken as unsigned: 1 byte below 128, at most 10. */
  public static void writeUnsigned(DataOutput out, long value) throws IOException {
    if (out instanceof BytesOutput bytes) {
      bytes.writeVarint(value);
      return;
    }
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  /** Reads what {@link #writeUnsigned} wrote. */
  public static long readUnsigned(DataInput in) throws IOException {
    if (in instanceof BytesInput bytes) {
      return bytes.readVarint();
    }
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.readByte();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw tooLong();
  }

  static IOException tooLong() {
    return new IOException(
        "a variable-length integer has more than " + MOST_BYTES + " bytes: the state is damaged");
  }

  public static void writeSigned(DataOutput out, long value) throws IOException {
    writeUnsigned(out, (value << 1) ^ (value >> 63));
  }

  public static long readSigned(DataInput in) throws IOException {
    long zigzag = readUnsigned(in);
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }
}
