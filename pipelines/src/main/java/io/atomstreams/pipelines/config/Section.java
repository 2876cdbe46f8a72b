package io.atomstreams.pipelines.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.NearestNames;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One mapping inside a {@link YamlDocument}. A getter with a fallback answers it when the option is
 * absent or null; one without is required.
 *
 * <p>A getter never throws: if the option is missing or wrong, the problem is noted and a stand-in
 * of the right type is returned (the fallback; else the least value of the range, the empty text,
 * the first choice). {@link YamlDocument#finish} throws before anybody can use it.
 */
public final class Section {

  private static final int HASH_BYTES = 8;

  private final YamlDocument document;
  private final String path;
  private final ObjectNode tree;
  private final Set<String> asked = new TreeSet<>();
  private final Map<String, Section> opened = new HashMap<>();

  Section(YamlDocument document, String path, ObjectNode tree) {
    this.document = document;
    this.path = path;
    this.tree = tree;
  }

  /** The names written in this section, in the document's order; for sections with free names. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    tree.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Whether the option is written here and not null. Counts as asking for it. */
  public boolean has(String key) {
    return present(key) != null;
  }

  /** The path of an option from the document's root, such as {@code validation.maxAhead}. */
  public String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /**
   * The first 16 digits of the SHA-256 over what these keys say, defaults left out: the same text
   * with other spaces or comments has the same one.
   */
  public String hash(String... keys) {
    StringBuilder text = new StringBuilder();
    for (String key : keys) {
      text.append(key).append('=').append(tree.path(key)).append('\n');
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /** Notes a problem found by the caller, such as two options which do not go together. */
  public void problem(String key, String rule) {
    document.note(path(key) + " " + rule);
  }

  public String string(String key) {
    return required(key, "", Scalars::text, Scalars.TEXT);
  }

  public String string(String key, String fallback) {
    return optional(key, Scalars::text, Scalars.TEXT).orElse(fallback);
  }

  public Optional<String> optionalString(String key) {
    return optional(key, Scalars::text, Scalars.TEXT);
  }

  public boolean bool(String key) {
    return required(key, false, Scalars::bool, Scalars.BOOL);
  }

  public boolean bool(String key, boolean fallback) {
    return optional(key, Scalars::bool, Scalars.BOOL).orElse(fallback);
  }

  /** Both bounds are inclusive, as in every getter with bounds. */
  public int integer(String key, int min, int max) {
    return (int) longInteger(key, min, max);
  }

  public int integer(String key, int fallback, int min, int max) {
    return (int) longInteger(key, fallback, min, max);
  }

  public long longInteger(String key, long min, long max) {
    return required(key, min, node -> Scalars.integer(node, min, max), integerRule(min, max));
  }

  public long longInteger(String key, long fallback, long min, long max) {
    return optional(key, node -> Scalars.integer(node, min, max), integerRule(min, max))
        .orElse(fallback);
  }

  public double number(String key, double min, double max) {
    return required(key, min, node -> Scalars.number(node, min, max), numberRule(min, max));
  }

  public double number(String key, double fallback, double min, double max) {
    return optional(key, node -> Scalars.number(node, min, max), numberRule(min, max))
        .orElse(fallback);
  }

  /** An exact decimal number, for money and thresholds on it. */
  public BigDecimal decimal(String key) {
    return required(
        key,
        BigDecimal.ZERO,
        node -> node.isNumber() ? Optional.of(node.decimalValue()) : Optional.empty(),
        "a number");
  }

  /** See {@link DurationText} for how it is written. */
  public Duration duration(String key) {
    return required(key, Duration.ZERO, Scalars::duration, DurationText.RULE);
  }

  public Duration duration(String key, Duration fallback) {
    return optional(key, Scalars::duration, DurationText.RULE).orElse(fallback);
  }

  public Duration duration(String key, Duration fallback, Duration min, Duration max) {
    String rule =
        "a duration between " + DurationText.format(min) + " and " + DurationText.format(max);
    return optional(
            key,
            node ->
                Scalars.duration(node).filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0),
            rule)
        .orElse(fallback);
  }

  /** The constants' names in lower case; case, {@code -} and {@code _} make no difference. */
  public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    return choice(key, named(type));
  }

  public <E extends Enum<E>> E oneOf(String key, Class<E> type, E fallback) {
    return choice(key, named(type), fallback);
  }

  /**
   * One entry of a catalogue by its name.
   *
   * @param choices in the order to be shown, at least one
   */
  public <T> T choice(String key, Map<String, T> choices) {
    return required(
        key,
        choices.values().iterator().next(),
        node -> Scalars.choice(node, choices),
        choiceRule(key, choices.keySet()));
  }

  public <T> T choice(String key, Map<String, T> choices, T fallback) {
    return optional(key, node -> Scalars.choice(node, choices), choiceRule(key, choices.keySet()))
        .orElse(fallback);
  }

  public List<String> strings(String key) {
    return required(key, List.of(), Scalars::texts, Scalars.TEXTS);
  }

  public List<String> strings(String key, List<String> fallback) {
    return optional(key, Scalars::texts, Scalars.TEXTS).orElse(fallback);
  }

  public List<Double> numbers(String key) {
    return required(key, List.of(), Scalars::numbers, Scalars.NUMBERS);
  }

  /**
   * Free names with scalar values as text, such as settings handed on to a client; may be empty.
   */
  public Map<String, String> settings(String key) {
    return optional(key, Scalars::settings, "a mapping of names to values").orElse(Map.of());
  }

  /**
   * The nested section; an absent one is empty, so that its required options are missed. What
   * stands in its place is not quoted: it may be a secret put where only its whereabouts belong.
   */
  public Section section(String key) {
    JsonNode node = present(key);
    if (node != null && !node.isObject()) {
      document.note(path(key) + " is a " + kind(node) + ", must be a mapping");
    }
    ObjectNode mapping = node instanceof ObjectNode object ? object : tree.objectNode();
    return opened.computeIfAbsent(key, k -> open(k, mapping));
  }

  public Optional<Section> optionalSection(String key) {
    return has(key) ? Optional.of(section(key)) : Optional.empty();
  }

  /** The sections of a list, such as {@code rules[0]}, {@code rules[1]}; empty if absent. */
  public List<Section> sections(String key) {
    JsonNode list = present(key);
    if (list == null) {
      return List.of();
    }
    if (!list.isArray()) {
      note(key, list, "a list of mappings");
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String element = key + "[" + i + "]";
      JsonNode node = list.get(i);
      if (node instanceof ObjectNode mapping) {
        sections.add(opened.computeIfAbsent(element, k -> open(k, mapping)));
      } else {
        note(element, node, "a mapping");
      }
    }
    return List.copyOf(sections);
  }

  void collectUnread(Consumer<String> problems) {
    for (String name : names()) {
      if (!asked.contains(name)) {
        problems.accept(path(name) + " is not an option" + instead(name));
      }
    }
    opened.values().stream()
        .sorted((a, b) -> a.path.compareTo(b.path))
        .forEach(section -> section.collectUnread(problems));
  }

  private String instead(String name) {
    return NearestNames.nearest(name, asked)
        .map(near -> "; did you mean " + path(near) + "?")
        .orElseGet(() -> asked.isEmpty() ? "" : "; options here are " + String.join(", ", asked));
  }

  private Section open(String key, ObjectNode mapping) {
    return new Section(document, path(key), mapping);
  }

  private JsonNode present(String key) {
    asked.add(key);
    JsonNode node = tree.get(key);
    return node == null || node.isNull() ? null : node;
  }

  private <T> T required(String key, T standIn, Function<JsonNode, Optional<T>> read, String rule) {
    if (present(key) == null) {
      document.note(path(key) + " is missing, must be " + rule);
      return standIn;
    }
    return optional(key, read, rule).orElse(standIn);
  }

  private <T> Optional<T> optional(String key, Function<JsonNode, Optional<T>> read, String rule) {
    JsonNode node = present(key);
    if (node == null) {
      return Optional.empty();
    }
    Optional<T> value = read.apply(node);
    if (value.isEmpty()) {
      note(key, node, rule);
    }
    return value;
  }

  private void note(String key, JsonNode node, String rule) {
    String found =
        node.isTextual()
            ? "'" + node.asText() + "'"
            : node.isContainerNode() ? "a " + kind(node) : node.asText();
    document.note(path(key) + " is " + found + ", must be " + rule);
  }

  private String choiceRule(String key, Collection<String> names) {
    String rule = "one of " + String.join(", ", names);
    JsonNode node = present(key);
    return node == null
        ? rule
        : NearestNames.nearest(node.asText(), names)
            .map(near -> rule + "; did you mean " + near + "?")
            .orElse(rule);
  }

  private static String integerRule(long min, long max) {
    return "an integer between " + min + " and " + max;
  }

  private static String numberRule(double min, double max) {
    return "a number between " + min + " and " + max;
  }

  private static <E extends Enum<E>> Map<String, E> named(Class<E> type) {
    Map<String, E> constants = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      constants.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return constants;
  }

  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "list";
      case OBJECT -> "mapping";
      case NUMBER -> "number";
      case BOOLEAN -> "boolean";
      default -> "text";
    };
  }
}
