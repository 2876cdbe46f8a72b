package io.atomstreams.operators.flink.state;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Text as UTF-8, with half of a surrogate pair as the three bytes its number would take (WTF-8).
 *
 * <p>JSON can say such text, and a record must come out of a shuffle with the key it went in with.
 */
final class Wtf8 {

  private static final char REPLACEMENT = '\uFFFD';

  private Wtf8() {}

  static byte[] encode(String text) {
    return isWhole(text) ? text.getBytes(StandardCharsets.UTF_8) : encodeHalves(text);
  }

  /** Reads {@code length} bytes that {@link #encode} wrote. */
  static String decode(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeHalves(bytes, from, from + length);
  }

  /** Whether every surrogate has its other half. */
  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints().noneMatch(Wtf8::isHalf);
      }
    }
    return true;
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static byte[] encodeHalves(String text) {
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

  private static String decodeHalves(byte[] bytes, int start, int end) {
    StringBuilder text = new StringBuilder(end - start);
    int from = start;
    for (int i = start; i + 2 < end; i++) {
      if (bytes[i] == (byte) 0xED && (bytes[i + 1] & 0x20) != 0) {
        text.append(new String(bytes, from, i - from, StandardCharsets.UTF_8));
        text.append((char) (0xD000 | ((bytes[i + 1] & 0x3F) << 6) | (bytes[i + 2] & 0x3F)));
        from = i + 3;
        i += 2;
      }
    }
    return text.append(new String(bytes, from, end - from, StandardCharsets.UTF_8)).toString();
  }
}
