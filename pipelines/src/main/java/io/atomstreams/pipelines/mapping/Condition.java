package io.atomstreams.pipelines.mapping;

import io.atomstreams.pipelines.config.Section;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Whether a rule applies to a row. One of {@code all: [conditions]}, {@code any: [conditions]}, or
 * a {@code field} with one or more tests, all of which must hold: {@code startsWith}, {@code
 * equals}, {@code matches} (a regular expression for the whole value), {@code lessThan}, {@code
 * greaterThan} (false for what is no number), {@code isBlank: true} or {@code false}.
 */
final class Condition {

  private final Predicate<Row> holds;

  private Condition(Predicate<Row> holds) {
    this.holds = holds;
  }

  boolean holds(Row row) {
    return holds.test(row);
  }

  /**
   * @param fields is told the fields that are read
   */
  static Condition read(Section when, Consumer<String> fields) {
    if (when.has("all")) {
      List<Condition> parts = parts(when, "all", fields);
      return new Condition(row -> parts.stream().allMatch(part -> part.holds(row)));
    }
    if (when.has("any")) {
      List<Condition> parts = parts(when, "any", fields);
      return new Condition(row -> parts.stream().anyMatch(part -> part.holds(row)));
    }
    return onField(when, fields);
  }

  private static List<Condition> parts(Section when, String key, Consumer<String> fields) {
    return when.sections(key).stream().map(part -> read(part, fields)).toList();
  }

  private static Condition onField(Section when, Consumer<String> fields) {
    String field = when.string("field");
    fields.accept(field);
    List<Predicate<String>> tests = new ArrayList<>();
    when.optionalString("startsWith").ifPresent(t -> tests.add(v -> v.startsWith(t)));
    when.optionalString("equals").ifPresent(t -> tests.add(v -> v.equals(t)));
    when.optionalString("matches").ifPresent(t -> tests.add(expression(when, t)));
    if (when.has("lessThan")) {
      BigDecimal bound = when.decimal("lessThan");
      tests.add(v -> Decimals.parse(v).filter(n -> n.compareTo(bound) < 0).isPresent());
    }
    if (when.has("greaterThan")) {
      BigDecimal bound = when.decimal("greaterThan");
      tests.add(v -> Decimals.parse(v).filter(n -> n.compareTo(bound) > 0).isPresent());
    }
    if (when.has("isBlank")) {
      boolean blank = when.bool("isBlank");
      tests.add(v -> v.isEmpty() == blank);
    }
    if (tests.isEmpty()) {
      when.problem(
          "field",
          "has no test, must have one of startsWith, equals, matches, lessThan, greaterThan,"
              + " isBlank");
    }
    return new Condition(
        row -> {
          String value = row.value(field);
          return tests.stream().allMatch(test -> test.test(value));
        });
  }

  private static Predicate<String> expression(Section when, String text) {
    try {
      return Pattern.compile(text).asMatchPredicate();
    } catch (PatternSyntaxException e) {
      when.problem(
          "matches", "is '" + text + "', must be a regular expression: " + e.getDescription());
      return v -> false;
    }
  }
}
