package io.atomstreams.operators.profile;

import java.util.Comparator;

/**
 * Where in a record a value stands: names joined by dots, {@code []} for the elements of an array,
 * as in {@code lines[].sku}. A dot, bracket or backslash inside a name is written behind a
 * backslash.
 *
 * <p>Ordered by depth, then by text: a path comes after every part of it.
 */
public final class FieldPath implements Comparable<FieldPath> {

  /** The record itself. */
  static final FieldPath RECORD = new FieldPath(null, null, "", 0);

  private static final Comparator<FieldPath> ORDER =
      Comparator.<FieldPath>comparingInt(path -> path.depth).thenComparing(path -> path.text);

  private final FieldPath parent;
  private final String name;
  private final String text;
  private final int depth;

  private FieldPath(FieldPath parent, String name, String text, int depth) {
    this.parent = parent;
    this.name = name;
    this.text = text;
    this.depth = depth;
  }

  /** A field of the object that stands here. */
  FieldPath field(String named) {
    String written = escaped(named);
    return new FieldPath(this, named, isRecord() ? written : text + '.' + written, depth + 1);
  }

  /** The elements of the array that stands here. */
  FieldPath element() {
    return new FieldPath(this, null, text + "[]", depth + 1);
  }

  private static String escaped(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (isSpecial(name.charAt(i))) {
        StringBuilder escaped = new StringBuilder(name.length() + 4);
        for (int at = 0; at < name.length(); at++) {
          char c = name.charAt(at);
          escaped.append(isSpecial(c) ? "\\" : "").append(c);
        }
        return escaped.toString();
      }
    }
    return name;
  }

  private static boolean isSpecial(char c) {
    return c == '.' || c == '[' || c == ']' || c == '\\';
  }

  boolean isRecord() {
    return depth == 0;
  }

  FieldPath parent() {
    return parent;
  }

  /** Name of the field; that of the array for its elements. */
  String name() {
    FieldPath named = this;
    while (named.isElement()) {
      named = named.parent;
    }
    return named.name;
  }

  boolean isElement() {
    return name == null && !isRecord();
  }

  int depth() {
    return depth;
  }

  @Override
  public int compareTo(FieldPath other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldPath path && depth == path.depth && text.equals(path.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
