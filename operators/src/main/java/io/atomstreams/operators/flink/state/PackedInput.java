package io.atomstreams.operators.flink.state;

import java.io.DataInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link PackedOutput} packed. Takes the bytes of a record over in a single read, into
 * an array that is used again for the next one.
 *
 * <p>Belongs to one thread. Keeps at most {@value PackedOutput#KEPT} bytes from one record to the
 * next, and the labels of {@link DecodedTexts}.
 */
final class PackedInput {

  private static final int START = DecodedTexts.AHEAD;

  private final DecodedTexts labels = new DecodedTexts();
  private byte[] bytes = new byte[PackedOutput.INITIAL];
  private int at;
  private int end;
  private boolean ascii;

  /**
   * Takes over the bytes of the next record.
   *
   * @param size how many there are
   * @param isAscii {@link PackedOutput#isAscii}
   */
  void load(DataInput in, int size, boolean isAscii) throws IOException {
    end = START + size;
    if (end > bytes.length || bytes.length > PackedOutput.KEPT) {
      bytes = new byte[Math.max(end, PackedOutput.INITIAL)];
    }
    in.readFully(bytes, START, size);
    at = START;
    ascii = isAscii;
  }

  /** Where the next value begins. */
  int position() {
    return at;
  }

  /** How many bytes have not been read; negative if more were read than there are. */
  int left() {
    return end - at;
  }

  int readByte() {
    return bytes[at++];
  }

  long readLong() {
    long value = (long) PackedOutput.LONG.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  long readUnsigned() {
    long value = 0;
    byte next;
    int shift = 0;
    do {
      next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  long readSigned() {
    long zigzag = readUnsigned();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  byte[] readBytes() {
    int length = (int) readUnsigned() - 1;
    return length < 0 ? null : bytes(skip(length), at);
  }

  String readText() {
    int length = (int) readUnsigned() - 1;
    return length < 0 ? null : text(skip(length), at);
  }

  /** Text that has few values: the same object is likely to serve many records. */
  String readLabel() {
    int length = (int) readUnsigned() - 1;
    return length < 0 ? null : label(skip(length), at);
  }

  /** A copy of bytes that have been read. */
  byte[] bytes(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** Text in bytes that have been read. */
  String text(int from, int to) {
    return ascii
        ? new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
        : Wtf8.decode(bytes, from, to - from);
  }

  /** A label in bytes that have been read. */
  String label(int from, int to) {
    return labels.find(bytes, from, to);
  }

  private int skip(int length) {
    int from = at;
    at += length;
    return from;
  }
}
