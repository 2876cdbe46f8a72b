package io.atomstreams.operators.validation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A cursor over JSON text that knows the plain forms of its tokens only: strings without escapes,
 * integers of up to {@value #MAX_DIGITS} digits, {@code null}, {@code true}, {@code false}. Once it
 * meets anything else it {@link #isLost()} for good, and what it returns means nothing.
 */
final class PlainScanner {

  /** As many digits as always fit 64 bits. */
  private static final int MAX_DIGITS = 18;

  /** Longer names are left to the parser of the whole language, which has its own bound. */
  private static final int MAX_NAME = 256;

  private final byte[] json;
  private final TextCache texts;
  private int at;
  private boolean lost;

  PlainScanner(byte[] json, TextCache texts) {
    this.json = json;
    this.texts = texts;
  }

  boolean isLost() {
    return lost;
  }

  void lose() {
    lost = true;
  }

  /** The next byte that is no white space, or 0 at the end; the cursor then stands on it. */
  byte peek() {
    return at < json.length && json[at] > ' ' ? json[at] : peekBeyondBlanks();
  }

  private byte peekBeyondBlanks() {
    while (at < json.length && isBlank(json[at])) {
      at++;
    }
    return at < json.length ? json[at] : 0;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** Passes over this punctuation mark, if it comes next. */
  boolean skip(char mark) {
    if (peek() != mark) {
      return false;
    }
    at++;
    return true;
  }

  /** Passes over this punctuation mark, which must come next. */
  void expect(char mark) {
    if (!skip(mark)) {
      lost = true;
    }
  }

  void expectEnd() {
    if (peek() != 0 || at < json.length) {
      lost = true;
    }
  }

  /** Passes over this name and its colon, if they come next without a blank. */
  boolean skip(FieldName name) {
    if (!name.hasLabelAt(json, at)) {
      return false;
    }
    at += name.labelLength();
    return true;
  }

  /** Passes over a name and its colon; {@code null} if it is none of these. */
  FieldName name(FieldNames names) {
    expect('"');
    int from = at;
    int end = PlainBytes.endOfText(json, from);
    at = end + 1;
    if (end >= json.length || json[end] != '"' || end - from > MAX_NAME) {
      lost = true;
      return null;
    }
    expect(':');
    return names.named(json, from, end - from);
  }

  String string() {
    return string(false);
  }

  /** A string of which few different ones are about. */
  String repeatedString() {
    return string(true);
  }

  private String string(boolean repeated) {
    expect('"');
    int from = at;
    int end = PlainBytes.endOfText(json, from);
    if (end < json.length && json[end] < 0) {
      return unicode(from, end);
    }
    at = end + 1;
    if (end == json.length || json[end] != '"') {
      lost = true;
      return null;
    }
    return repeated
        ? texts.get(json, from, end - from)
        : new String(json, from, end - from, ISO_8859_1);
  }

  /** A string with more than ASCII in it. */
  private String unicode(int from, int foreign) {
    int end = foreign;
    while (end < json.length
        && (json[end] < 0 || json[end] >= ' ')
        && json[end] != '"'
        && json[end] != '\\') {
      end++;
    }
    at = end + 1;
    if (end == json.length || json[end] != '"') {
      lost = true;
      return null;
    }
    String text = new String(json, from, end - from, UTF_8);
    lost |= text.indexOf('\uFFFD') >= 0;
    return text;
  }

  long integer() {
    peek();
    int from = at;
    int end = from;
    long number = 0;
    while (end < json.length && json[end] >= '0' && json[end] <= '9') {
      number = number * 10 + json[end] - '0';
      end++;
    }
    at = end;
    int digits = end - from;
    lost |= digits == 0 || digits > MAX_DIGITS || (digits > 1 && json[from] == '0');
    return number;
  }

  /** Passes over a string, an integer or a word. */
  void skipValue() {
    switch (peek()) {
      case '"' -> string();
      case 'n' -> word("null");
      case 't' -> word("true");
      case 'f' -> word("false");
      default -> integer();
    }
  }

  /** Passes over a word that must come next. */
  void word(String word) {
    peek();
    for (int i = 0; i < word.length(); i++) {
      if (at >= json.length || json[at] != word.charAt(i)) {
        lost = true;
        return;
      }
      at++;
    }
  }
}
