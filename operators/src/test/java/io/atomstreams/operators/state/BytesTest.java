package io.atomstreams.operators.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The arrays hold what Java's own streams would, and come back as they were. */
class BytesTest {

  private final BytesOutput out = new BytesOutput();

  private BytesInput written() {
    return new BytesInput().open(out.array(), 0, out.size());
  }

  @Property
  void everyTypeIsWrittenAsJavaWritesItAndReadBack(
      @ForAll long a, @ForAll double b, @ForAll char c, @ForAll byte[] d, @ForAll boolean e)
      throws IOException {
    out.reset();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (java.io.DataOutput to : new java.io.DataOutput[] {out, new DataOutputStream(expected)}) {
      to.writeLong(a);
      to.writeInt((int) a);
      to.writeShort((short) a);
      to.writeByte((byte) a);
      to.writeDouble(b);
      to.writeFloat((float) b);
      to.writeChar(c);
      to.writeBoolean(e);
      to.writeBytes("bytes");
      to.writeChars("chars");
      to.write(d);
      to.write(d, d.length / 2, d.length - d.length / 2);
    }
    assertThat(Arrays.copyOf(out.array(), out.size())).isEqualTo(expected.toByteArray());

    BytesInput in = written();
    assertThat(in.readLong()).isEqualTo(a);
    assertThat(in.readInt()).isEqualTo((int) a);
    assertThat(in.readShort()).isEqualTo((short) a);
    assertThat(in.readByte()).isEqualTo((byte) a);
    assertThat(in.readDouble()).isEqualTo(b);
    assertThat(in.readFloat()).isEqualTo((float) b);
    assertThat(in.readChar()).isEqualTo(c);
    assertThat(in.readBoolean()).isEqualTo(e);
    in.skip(5);
    assertThat(in.skipBytes(10)).isEqualTo(10);
    byte[] rest = new byte[d.length];
    in.readFully(rest);
    assertThat(rest).isEqualTo(d);
    assertThat(in.available()).isEqualTo(d.length - d.length / 2);
  }

  @Property
  void aPartIsPrecededByItsLength(@ForAll @IntRange(max = 70_000) int length) throws IOException {
    out.reset();
    out.writeByte(7);
    int begin = out.begin();
    byte[] part = new byte[length];
    Arrays.fill(part, (byte) 3);
    out.write(part);
    out.end(begin);
    out.writeByte(9);

    BytesInput in = written();
    assertThat(in.readByte()).isEqualTo((byte) 7);
    assertThat(Varint.readUnsigned(in)).isEqualTo(length);
    byte[] read = new byte[length];
    in.readFully(read);
    assertThat(read).isEqualTo(part);
    assertThat(in.readByte()).isEqualTo((byte) 9);
    assertThat(in.available()).isZero();
  }

  /** Far from the end numbers are read eight bytes at once, near it byte by byte. */
  @Property
  void numbersOfEveryLengthAreReadAndPassedOverWhateverFollows(
      @ForAll long any, @ForAll @IntRange(max = 63) int shift, @ForAll @IntRange(max = 12) int rest)
      throws IOException {
    long number = any >>> shift;
    out.reset();
    Varint.writeUnsigned(out, number);
    Varint.writeSigned(out, any);
    out.write(new byte[rest]);

    BytesInput in = written();
    assertThat(Varint.readUnsigned(in)).isEqualTo(number);
    assertThat(Varint.readSigned(in)).isEqualTo(any);
    assertThat(in.available()).isEqualTo(rest);
    BytesInput passing = written();
    passing.skipVarints(2);
    assertThat(passing.position()).isEqualTo(in.position());
  }

  @Test
  void aNumberThatDoesNotEndIsRefused() {
    out.write(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0});
    assertThatThrownBy(() -> Varint.readUnsigned(written()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 10 bytes");
    BytesInput cut = new BytesInput().open(out.array(), 0, 3);
    assertThatThrownBy(() -> Varint.readUnsigned(cut))
        .isInstanceOf(EOFException.class)
        .hasMessage("4 bytes wanted, 3 left");
    assertThatThrownBy(() -> cut.skipVarints(1)).isInstanceOf(EOFException.class);
  }

  @Test
  void nothingIsReadBeyondTheEnd() {
    out.writeInt(1);
    assertThatThrownBy(() -> written().readLong())
        .isInstanceOf(EOFException.class)
        .hasMessage("8 bytes wanted, 4 left");
    assertThatThrownBy(() -> written().skip(-1)).isInstanceOf(EOFException.class);
    assertThat(written().skipBytes(9)).isEqualTo(4);
    assertThatThrownBy(() -> new BytesInput().open(new byte[3], 2, 4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("bytes 2 to 4 of an array of 3");
  }
}
