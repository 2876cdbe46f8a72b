package io.atomstreams.pipelines.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * YAML nodes as typed values; empty where the node is something else. Nothing is converted in
 * silence: {@code 1.10} is a number and no text, {@code "5"} is a text and no number.
 */
final class Scalars {

  static final String TEXT = "text (put numbers, yes, no, true and false into quotes)";
  static final String TEXTS = "a list of texts";
  static final String NUMBERS = "a list of numbers";
  static final String BOOL = "true or false";

  private Scalars() {}

  static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }

  static Optional<Boolean> bool(JsonNode node) {
    return node.isBoolean() ? Optional.of(node.asBoolean()) : Optional.empty();
  }

  static Optional<Long> integer(JsonNode node, long min, long max) {
    boolean fits =
        node.isIntegralNumber()
            && node.canConvertToLong()
            && node.longValue() >= min
            && node.longValue() <= max;
    return fits ? Optional.of(node.longValue()) : Optional.empty();
  }

  static Optional<Double> number(JsonNode node, double min, double max) {
    double value = node.isNumber() ? node.doubleValue() : Double.NaN;
    return value >= min && value <= max ? Optional.of(value) : Optional.empty();
  }

  static Optional<Duration> duration(JsonNode node) {
    return text(node).flatMap(DurationText::parse);
  }

  static <T> Optional<T> choice(JsonNode node, Map<String, T> choices) {
    return text(node)
        .flatMap(
            asked ->
                choices.entrySet().stream()
                    .filter(choice -> plain(choice.getKey()).equals(plain(asked)))
                    .map(Map.Entry::getValue)
                    .findFirst());
  }

  static Optional<List<String>> texts(JsonNode node) {
    if (!node.isArray()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isTextual()) {
        return Optional.empty();
      }
      texts.add(element.asText());
    }
    return Optional.of(List.copyOf(texts));
  }

  static Optional<List<Double>> numbers(JsonNode node) {
    if (!node.isArray()) {
      return Optional.empty();
    }
    List<Double> numbers = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isNumber() || !Double.isFinite(element.asDouble())) {
        return Optional.empty();
      }
      numbers.add(element.asDouble());
    }
    return Optional.of(List.copyOf(numbers));
  }

  static Optional<Map<String, String>> settings(JsonNode node) {
    if (!node.isObject()) {
      return Optional.empty();
    }
    Map<String, String> settings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> setting : node.properties()) {
      if (!setting.getValue().isValueNode() || setting.getValue().isNull()) {
        return Optional.empty();
      }
      settings.put(setting.getKey(), setting.getValue().asText());
    }
    return Optional.of(Collections.unmodifiableMap(settings));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }
}
