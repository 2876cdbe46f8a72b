package io.atomstreams.model.engine.lightgbm;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.NearestNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines {@code key=value} of a LightGBM file. Every error names the section. */
final class Section {

  private final String place;
  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * @param place the section in words, for messages
   * @param lines without the line that names the section
   */
  Section(String place, Iterable<String> lines) {
    this.place = place;
    for (String line : lines) {
      int equals = line.indexOf('=');
      String key = equals < 0 ? line : line.substring(0, equals);
      if (values.containsKey(key)) {
        throw broken("has " + key + " twice");
      }
      values.put(key, equals < 0 ? null : line.substring(equals + 1));
    }
  }

  ModelException broken(String why) {
    return new ModelException("not a LightGBM model: " + place + " " + why);
  }

  /** Refuses keys that are not among these, and keys without a value. */
  void requireKeys(List<String> known) {
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            throw broken("has the key " + key + "; " + NearestNames.hint(key, known));
          }
          if (value == null) {
            throw broken("has " + key + " without a value");
          }
        });
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw broken("has no " + key);
    }
    return value;
  }

  /** The words of a value; none if it is empty. */
  String[] words(String key) {
    String value = text(key);
    return value.isEmpty() ? new String[0] : value.split(" ", -1);
  }

  private String[] words(String key, int count) {
    String[] words = words(key);
    if (words.length != count) {
      throw broken("has %d elements of %s, not %d".formatted(words.length, key, count));
    }
    return words;
  }

  int integer(String key) {
    return integers(key, 1)[0];
  }

  int[] integers(String key, int count) {
    String[] words = words(key, count);
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      if (!words[i].matches("-?[0-9]{1,10}")) {
        throw broken("has " + key + " " + words[i] + ", no whole number");
      }
      long number = Long.parseLong(words[i]);
      if (number != (int) number) {
        throw broken("has " + key + " " + words[i] + ", more than 32 bits");
      }
      numbers[i] = (int) number;
    }
    return numbers;
  }

  /** Numbers in decimal notation, {@code inf} and {@code -inf}. */
  double[] numbers(String key, int count) {
    String[] words = words(key, count);
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = number(key, words[i]);
    }
    return numbers;
  }

  private double number(String key, String word) {
    if (word.equals("inf") || word.equals("-inf")) {
      return word.equals("inf") ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    if (!word.matches("[-+]?[0-9]{1,40}(\\.[0-9]{0,40})?([eE][-+]?[0-9]{1,4})?")) {
      throw broken("has " + key + " " + word + ", no number");
    }
    double number = Double.parseDouble(word);
    if (Double.isInfinite(number)) {
      throw broken("has " + key + " " + word + ", which is too large");
    }
    return number;
  }
}
