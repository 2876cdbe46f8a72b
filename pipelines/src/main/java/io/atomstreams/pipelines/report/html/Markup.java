package io.atomstreams.pipelines.report.html;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is well-formed XML too. Elements are closed in the order in which they were
 * opened; text and attribute values are escaped here, whatever they hold; characters that XML does
 * not know become U+FFFD. For one thread.
 */
public final class Markup {

  private static final char UNKNOWN = '\uFFFD';

  private final StringBuilder out = new StringBuilder(1 << 16);
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins a page with the type that browsers want. */
  public static Markup page() {
    Markup page = new Markup();
    page.out.append("<!DOCTYPE html>\n");
    return page;
  }

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn; a {@code null} value leaves its attribute out
   */
  public Markup open(String tag, String... attributes) {
    start(tag, attributes).append('>');
    open.push(tag);
    return this;
  }

  /** Closes the element that was opened last. */
  public Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Closes the element that was opened last and ends the line. */
  public Markup closeLine() {
    close();
    out.append('\n');
    return this;
  }

  /** An element that can have no content: {@code meta}, {@code br}, shapes of SVG. */
  public Markup leaf(String tag, String... attributes) {
    start(tag, attributes).append("/>");
    return this;
  }

  /** An element with nothing but text in it. */
  public Markup element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** Text, escaped. */
  public Markup text(String text) {
    escape(text, false);
    return this;
  }

  /** The style sheet, which is ours and no data: it may hold no {@code <} and no {@code &}. */
  public Markup style(String sheet) {
    if (sheet.indexOf('<') >= 0 || sheet.indexOf('&') >= 0) {
      throw new IllegalArgumentException("a style sheet holds < or &, which would end or escape");
    }
    open("style");
    out.append(sheet);
    return closeLine();
  }

  /**
   * All that was written.
   *
   * @throws IllegalStateException if an element is still open
   */
  public String finished() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return out.toString();
  }

  private StringBuilder start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      if (attributes[i + 1] != null) {
        out.append(' ').append(attributes[i]).append("=\"");
        escape(attributes[i + 1], true);
        out.append('"');
      }
    }
    return out;
  }

  private void escape(String text, boolean attribute) {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      switch (point) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append(attribute ? "&quot;" : "\"");
        default -> out.appendCodePoint(isKnown(point) ? point : UNKNOWN);
      }
    }
  }

  private static boolean isKnown(int point) {
    return point == '\n'
        || point == '\t'
        || (point >= ' ' && point < 0x7F)
        || (point > 0x9F && point < 0xD800)
        || (point > 0xDFFF && point < 0xFFFE)
        || point > 0xFFFF;
  }
}
