package io.atomstreams.operators.flink.state;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.core.memory.DataInputDeserializer;

/** What is packed is unpacked, from buffers that have served other records. */
class PackedTest {

  private static final String HALF = "\uD83D";

  private final PackedOutput out = new PackedOutput();
  private final PackedInput in = new PackedInput();

  private byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    out.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private void turn() throws IOException {
    in.load(new DataInputDeserializer(bytes()), out.size(), out.isAscii());
  }

  @Property
  void numbersAreReadAsTheyWerePacked(@ForAll long value, @ForAll byte small) throws IOException {
    out.clear();
    out.putUnsigned(value);
    out.putSigned(value);
    out.putLong(value);
    out.putByte(small);
    turn();

    assertThat(in.readUnsigned()).isEqualTo(value);
    assertThat(in.readSigned()).isEqualTo(value);
    assertThat(in.readLong()).isEqualTo(value);
    assertThat(in.readByte()).isEqualTo(small);
    assertThat(in.left()).isZero();
  }

  @Example
  void theEdgesOfEveryLengthAreReadBack() throws IOException {
    for (int bits = 0; bits < 64; bits++) {
      for (long value : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits)}) {
        out.clear();
        out.putUnsigned(value);
        out.putSigned(value);
        turn();
        assertThat(in.readUnsigned()).isEqualTo(value);
        assertThat(in.readSigned()).isEqualTo(value);
      }
    }
  }

  @Example
  void textIsReadAsItWasPacked() throws IOException {
    String[] texts = {
      null,
      "",
      "a",
      "\u007F",
      "\u0080",
      "ÿ",
      "größer",
      "Ā",
      "🛒",
      HALF,
      "?" + HALF + "?",
      "\uFFFD",
      "ASCII up to here: é",
      "x".repeat(126),
      "x".repeat(127),
      "x".repeat(70_000),
      "é".repeat(70_000),
      "x".repeat(5_000) + HALF
    };
    for (String text : texts) {
      out.clear();
      out.putText(text);
      out.putText(text);
      turn();
      assertThat(in.readText()).isEqualTo(text);
      assertThat(in.readLabel()).isEqualTo(text);
      assertThat(in.left()).isZero();
    }
  }

  @Example
  void textsOfARecordMayDifferInKind() throws IOException {
    out.putText("plain");
    assertThat(out.isAscii()).isTrue();
    out.putText("größer");
    out.putText("plain again");
    assertThat(out.isAscii()).isFalse();
    turn();

    assertThat(in.readText()).isEqualTo("plain");
    assertThat(in.readText()).isEqualTo("größer");
    assertThat(in.readLabel()).isEqualTo("plain again");
    out.clear();
    assertThat(out.isAscii()).isTrue();
  }

  @Example
  void bytesAreCopiedSinceTheBufferServesTheNextRecord() throws IOException {
    out.putBytes(null);
    out.putBytes(new byte[0]);
    out.putBytes(new byte[] {1, 2, 3});
    turn();
    assertThat(in.readBytes()).isNull();
    assertThat(in.readBytes()).isEmpty();
    byte[] read = in.readBytes();
    out.clear();
    out.putBytes(new byte[] {4, 5, 6, 7, 8});
    turn();

    assertThat(read).containsExactly(1, 2, 3);
    assertThat(in.readBytes()).containsExactly(4, 5, 6, 7, 8);
  }

  @Example
  void whatStandsAtTheEndIsCompared() {
    out.putText("before");
    int from = out.size() + 1;
    out.putText("acme|c1");

    assertThat(out.endsWith(from, "acme|c1".getBytes(US_ASCII))).isTrue();
    assertThat(out.endsWith(from, "c1".getBytes(US_ASCII))).isTrue();
    assertThat(out.endsWith(from, new byte[0])).isTrue();
    assertThat(out.endsWith(from, "c2".getBytes(US_ASCII))).isFalse();
    assertThat(out.endsWith(from, "e\bacme|c1".getBytes(US_ASCII))).isFalse();
    assertThat(out.endsWith(from, new byte[500])).isFalse();
  }

  @Example
  void asciiTextIsRecognised() {
    out.putText("acme|é");
    int from = 1;

    assertThat(out.holds(from, "acme")).isTrue();
    assertThat(out.holds(from + 4, "|")).isTrue();
    assertThat(out.holds(from, "")).isTrue();
    assertThat(out.holds(from, "acne")).isFalse();
    assertThat(out.holds(from, "acme|é")).isFalse();
    assertThat(out.holds(from, "acme|é and more")).isFalse();
  }
}
