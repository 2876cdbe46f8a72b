package io.atomstreams.pipelines.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Foreign bytes on one line of a terminal, and no way for them to steer it: UTF-8 is shown as text
 * with control and format characters escaped, anything else byte by byte as {@code \xNN} where it
 * is not plain ASCII.
 */
final class PrintableBytes {

  private static final int PLAIN_FIRST = 0x20;
  private static final int PLAIN_LAST = 0x7E;

  private PrintableBytes() {}

  /**
   * The first bytes as text, with the number of all of them if some are left out.
   *
   * @param bytes {@code null} is shown as {@code null}
   * @param most how many bytes to show
   */
  static String show(byte[] bytes, int most) {
    if (bytes == null) {
      return "null";
    }
    if (bytes.length <= most) {
      return escaped(bytes);
    }
    int cut = most;
    while (cut > 0 && most - cut < 3 && isContinued(bytes[cut])) {
      cut--;
    }
    return escaped(Arrays.copyOf(bytes, cut)) + "… (" + bytes.length + " bytes)";
  }

  /** A text that may hold foreign characters. */
  static String show(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(shown, point));
    return shown.toString();
  }

  private static String escaped(byte[] bytes) {
    try {
      return show(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException noText) {
      StringBuilder shown = new StringBuilder(bytes.length * 2);
      for (byte b : bytes) {
        if (b >= PLAIN_FIRST && b <= PLAIN_LAST) {
          shown.append((char) b);
        } else {
          shown.append(String.format("\\x%02x", b));
        }
      }
      return shown.toString();
    }
  }

  private static void append(StringBuilder shown, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          shown.append(
              switch (point) {
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                case '\t' -> "\\t";
                default -> String.format("\\u%04x", point);
              });
      default -> shown.appendCodePoint(point);
    }
  }

  /** Whether the byte goes on with a character that began before it, in UTF-8. */
  private static boolean isContinued(byte b) {
    return (b & 0xC0) == 0x80;
  }
}
