package io.atomstreams.operators.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class VarintTest {

  private static byte[] unsigned(long value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Varint.writeUnsigned(new DataOutputStream(bytes), value);
    return bytes.toByteArray();
  }

  private static byte[] signed(long value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Varint.writeSigned(new DataOutputStream(bytes), value);
    return bytes.toByteArray();
  }

  private static DataInputStream in(byte... bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  @Property
  void whatWasWrittenIsRead(@ForAll long value) throws IOException {
    DataInputStream both = in(unsigned(value));
    assertThat(Varint.readUnsigned(both)).isEqualTo(value);
    assertThat(both.available()).isZero();
    assertThat(Varint.readSigned(in(signed(value)))).isEqualTo(value);
  }

  @Example
  void theEdgesOfEveryLengthAreReadBack() throws IOException {
    for (int bits = 0; bits < 64; bits++) {
      for (long value : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits)}) {
        assertThat(Varint.readUnsigned(in(unsigned(value)))).isEqualTo(value);
        assertThat(Varint.readSigned(in(signed(value)))).isEqualTo(value);
      }
    }
  }

  @Example
  void aValueTakesAsManyBytesAsItsSizeNeeds() throws IOException {
    assertThat(unsigned(0)).containsExactly(0);
    assertThat(unsigned(127)).containsExactly(0x7F);
    assertThat(unsigned(128)).containsExactly(0x80, 0x01);
    assertThat(unsigned(300)).containsExactly(0xAC, 0x02);
    assertThat(unsigned(-1)).hasSize(10);
    assertThat(signed(-1)).containsExactly(1);
    assertThat(signed(63)).hasSize(1);
    assertThat(signed(-64)).hasSize(1);
    assertThat(signed(64)).hasSize(2);
    assertThat(signed(Long.MIN_VALUE)).hasSize(10);
    assertThat(signed(Long.MAX_VALUE)).hasSize(10);
  }

  @Example
  void damagedBytesAreRefused() {
    byte[] endless = new byte[11];
    Arrays.fill(endless, (byte) 0x80);
    assertThatThrownBy(() -> Varint.readUnsigned(in(endless)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 10 bytes");
    assertThatThrownBy(() -> Varint.readUnsigned(in((byte) 0x80))).isInstanceOf(EOFException.class);
  }
}
