package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintableBytesTest {

  @Test
  void showsTextAsItIsAndEscapesWhatSteersATerminal() {
    assertThat(PrintableBytes.show(utf8("{\"a\":\"Grün 🙂\"}"), 99))
        .isEqualTo("{\"a\":\"Grün 🙂\"}");
    assertThat(PrintableBytes.show("a\n\t\r\u001b[2J\u202e"))
        .isEqualTo("a\\n\\t\\r\\u001b[2J\\u202e");
    assertThat(PrintableBytes.show(null, 9)).isEqualTo("null");
  }

  @Test
  void showsBytesThatAreNoText() {
    assertThat(PrintableBytes.show(new byte[] {'a', (byte) 0xFF, 0}, 9)).isEqualTo("a\\xff\\x00");
  }

  @Test
  void shortensBetweenCharacters() {
    assertThat(PrintableBytes.show(utf8("aü🙂"), 2)).isEqualTo("a… (7 bytes)");
    assertThat(PrintableBytes.show(utf8("aü🙂"), 3)).isEqualTo("aü… (7 bytes)");
    assertThat(PrintableBytes.show(utf8("aü🙂"), 6)).isEqualTo("aü… (7 bytes)");
    assertThat(PrintableBytes.show(utf8("aü🙂"), 7)).isEqualTo("aü🙂");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
