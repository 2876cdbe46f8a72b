package io.atomstreams.operators.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of one choice from a list, as a person writes them: {@code name:key=value,key=value}.
 * Whoever reads them asks for each by name with its default; {@link #requireAllTaken} then refuses
 * what nobody asked for.
 */
public final class Options {

  private final String name;
  private final Map<String, String> given;
  private final Set<String> known = new TreeSet<>();

  private Options(String name, Map<String, String> given) {
    this.name = name;
    this.given = given;
  }

  /**
   * Reads {@code name} or {@code name:key=value,key=value}.
   *
   * @throws IllegalArgumentException if it is neither, or a key comes twice
   */
  public static Options parse(String text) {
    int colon = text.indexOf(':');
    String name = (colon < 0 ? text : text.substring(0, colon)).strip();
    Map<String, String> given = new LinkedHashMap<>();
    if (colon >= 0) {
      for (String pair : text.substring(colon + 1).split(",", -1)) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException(
              "%s: '%s' is no option; write name:key=value,key=value"
                  .formatted(name, pair.strip()));
        }
        String key = pair.substring(0, equals).strip();
        if (given.put(key, pair.substring(equals + 1).strip()) != null) {
          throw new IllegalArgumentException(
              "%s: option %s is given twice; keep one".formatted(name, key));
        }
      }
    }
    return new Options(name, given);
  }

  public static Options of(String name, Map<String, String> given) {
    return new Options(name, new LinkedHashMap<>(given));
  }

  /** Which entry of the list is chosen. */
  public String name() {
    return name;
  }

  /** The option's number, or {@code otherwise}. */
  public double number(String key, double otherwise) {
    String text = text(key, null);
    if (text == null) {
      return otherwise;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: option %s is '%s', must be a number".formatted(name, key, text), e);
    }
  }

  /** The option's whole number, or {@code otherwise}. */
  public long whole(String key, long otherwise) {
    String text = text(key, null);
    if (text == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: option %s is '%s', must be a whole number".formatted(name, key, text), e);
    }
  }

  /** The option's yes or no, or {@code otherwise}. */
  public boolean flag(String key, boolean otherwise) {
    String text = text(key, null);
    if (text == null) {
      return otherwise;
    }
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(
          "%s: option %s is '%s', must be true or false".formatted(name, key, text));
    }
    return text.equals("true");
  }

  /** The option's word, or {@code otherwise}. */
  public String text(String key, String otherwise) {
    known.add(key);
    return given.getOrDefault(key, otherwise);
  }

  /**
   * To be called when every option was asked for.
   *
   * @throws IllegalArgumentException naming an option that was not, and those that were
   */
  public void requireAllTaken() {
    for (String key : given.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            known.isEmpty()
                ? "%s has no options; '%s' is none of them".formatted(name, key)
                : "%s has no option '%s'; its options are %s".formatted(name, key, known));
      }
    }
  }

  /** The options asked for so far, in the order of their names. */
  public Set<String> known() {
    return Set.copyOf(known);
  }
}
