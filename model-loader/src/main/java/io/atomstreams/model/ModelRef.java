package io.atomstreams.model;

import java.io.Serializable;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One version of one model, written {@code purchase_30d@1}.
 *
 * @param name lower-case letters, digits, {@code _} and {@code -}, starting with a letter; it is
 *     also a directory name
 * @param version 1 or more; a version, once saved, never changes
 */
public record ModelRef(String name, int version) implements Comparable<ModelRef>, Serializable {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");
  private static final Pattern TEXT = Pattern.compile("([a-z][a-z0-9_-]*)@([1-9][0-9]{0,8})");
  private static final Comparator<ModelRef> ORDER =
      Comparator.comparing(ModelRef::name).thenComparingInt(ModelRef::version);

  public ModelRef {
    if (!isName(name)) {
      throw new ModelException(
          "model name '"
              + name
              + "' is not one; write lower-case letters, digits, _ and -, starting with a letter");
    }
    if (version < 1) {
      throw new ModelException("model " + name + ": version " + version + " is below 1");
    }
  }

  /** Whether {@code text} can be a model's name. */
  public static boolean isName(String text) {
    return text != null && NAME.matcher(text).matches();
  }

  /**
   * Reads {@code name@version}.
   *
   * @throws ModelException if the text has another form
   */
  public static ModelRef parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new ModelException(
          "'" + text + "' names no model version; write name@version, for example purchase_30d@1");
    }
    return new ModelRef(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  /** By name, then by version, oldest first. */
  @Override
  public int compareTo(ModelRef other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
