package io.atomstreams.pipelines.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with fields in it: {@code online-retail:${InvoiceNo}}. Without any it is a constant. */
final class Template {

  private static final Pattern FIELD = Pattern.compile("\\$\\{([^}]*)\\}");

  private final String text;

  /** Texts and fields in turn: text, field, text, …, text. */
  private final List<String> parts = new ArrayList<>();

  Template(String text) {
    this.text = text;
    Matcher matcher = FIELD.matcher(text);
    int end = 0;
    while (matcher.find()) {
      parts.add(text.substring(end, matcher.start()));
      parts.add(matcher.group(1).strip());
      end = matcher.end();
    }
    parts.add(text.substring(end));
  }

  /** The fields it reads. */
  List<String> fields() {
    List<String> fields = new ArrayList<>();
    for (int i = 1; i < parts.size(); i += 2) {
      fields.add(parts.get(i));
    }
    return fields;
  }

  /** Empty if it has fields and all of them are: an id of nothing but its prefix is no id. */
  String apply(Row row) {
    if (parts.size() == 1) {
      return text;
    }
    StringBuilder filled = new StringBuilder();
    boolean any = false;
    for (int i = 0; i < parts.size(); i++) {
      String part = i % 2 == 0 ? parts.get(i) : row.value(parts.get(i));
      any |= i % 2 == 1 && !part.isEmpty();
      filled.append(part);
    }
    return any ? filled.toString() : "";
  }

  @Override
  public String toString() {
    return text;
  }
}
