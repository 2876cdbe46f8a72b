package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.expression.EventVariable;
import io.atomstreams.operators.expression.ExpressionReading;
import io.atomstreams.operators.feature.Aggregations;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.feature.Over;
import io.atomstreams.operators.feature.Reading;
import io.atomstreams.pipelines.config.DurationText;
import io.atomstreams.pipelines.config.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads a feature list. One entry with {@code windows} declares one feature per window, named after
 * the entry and the window.
 */
final class FeatureSection {

  private static final Map<String, Aggregations.Entry> AGGREGATIONS = aggregations();
  private static final Map<String, Measure> MEASURES = byName(Measure.values(), Measure::yamlName);
  private static final Map<String, Over> OVERS = byName(Over.values(), Over::yamlName);
  private static final double GREATEST_DEFAULT = 1e15;
  private static final Pattern NAME = Pattern.compile("[a-z_]+");

  private FeatureSection() {}

  static FeatureList read(Section section) {
    String id = section.string("id");
    Map<String, Float> defaults = new HashMap<>();
    List<FeatureSpec> features =
        features(section.sections("list"), EntitiesSection.read(section), defaults);
    return new FeatureList(id, features, defaults);
  }

  /**
   * Reads an addition to a list.
   *
   * @param kinds of entities that its features may be of, by name
   * @param id of the addition
   * @param number its place among the additions
   */
  static FeatureAddition addition(
      List<Section> entries, Map<String, EntityKind> kinds, String id, int number) {
    Map<String, Float> defaults = new HashMap<>();
    List<FeatureSpec> features = features(entries, kinds, defaults);
    return new FeatureAddition(id, number, features, defaults);
  }

  private static List<FeatureSpec> features(
      List<Section> entries, Map<String, EntityKind> kinds, Map<String, Float> defaults) {
    List<FeatureSpec> features = new ArrayList<>();
    for (Section entry : entries) {
      List<FeatureSpec> declared = accepted(entry, kinds);
      if (entry.has("default")) {
        float value = (float) entry.number("default", -GREATEST_DEFAULT, GREATEST_DEFAULT);
        declared.forEach(feature -> defaults.put(feature.name(), value));
      }
      features.addAll(declared);
    }
    return features;
  }

  /** An entry that cannot be is one problem, and the others are read all the same. */
  private static List<FeatureSpec> accepted(Section entry, Map<String, EntityKind> kinds) {
    try {
      return declared(entry, kinds);
    } catch (IllegalArgumentException e) {
      entry.problem("name", "cannot be: " + e.getMessage());
      return List.of();
    }
  }

  private static List<FeatureSpec> declared(Section entry, Map<String, EntityKind> kinds) {
    if (entry.has("ratio")) {
      return List.of(ofTwo(entry, "ratio", FeatureSpec.Ratio::new));
    }
    if (entry.has("difference")) {
      return List.of(ofTwo(entry, "difference", FeatureSpec.Difference::new));
    }
    return entry.has("component") ? ComponentSection.read(entry, kinds) : windowed(entry, kinds);
  }

  /** Makes a feature of a name and two others. */
  private interface OfTwo {
    FeatureSpec of(String name, String left, String right);
  }

  private static FeatureSpec ofTwo(Section entry, String key, OfTwo make) {
    List<String> parts = entry.strings(key);
    if (parts.size() != 2) {
      entry.problem(key, "is " + parts + ", must name two features listed before it");
      parts = List.of("", "");
    }
    return make.of(entry.string("name"), parts.get(0), parts.get(1));
  }

  private static List<FeatureSpec> windowed(Section entry, Map<String, EntityKind> kinds) {
    String name = entry.string("name");
    Aggregations.Entry aggregation = entry.choice("aggregate", AGGREGATIONS);
    Aggregations.Choice choice = aggregation.with(options(entry, aggregation));
    Reading reading = reading(entry);
    Set<EventType> on = ScoringConfig.eventTypes(entry);
    if (on.isEmpty()) {
      return List.of();
    }
    EntityKind kind = entry.choice("entity", kinds, EntityKind.CUSTOMER);
    Over over = entry.choice("over", OVERS, Over.LARGEST);
    if (kind.equals(EntityKind.CUSTOMER) && entry.has("over")) {
      entry.problem("over", "is of no use: an event has one customer");
    }
    if (!entry.has("windows")) {
      Duration window = entry.duration("window");
      if (DurationText.parse(entry.string("window", "")).isEmpty()) {
        return List.of();
      }
      return List.of(new FeatureSpec.Windowed(name, choice, reading, on, window, kind, over));
    }
    List<FeatureSpec> features = new ArrayList<>();
    for (String text : entry.strings("windows")) {
      Optional<Duration> window = DurationText.parse(text);
      if (window.isEmpty()) {
        entry.problem("windows", "has '" + text + "', must be " + DurationText.RULE);
      } else {
        features.add(
            new FeatureSpec.Windowed(
                name + "_" + text, choice, reading, on, window.get(), kind, over));
      }
    }
    return features;
  }

  /** A measure by its name, or an expression; with a filter if there is one. */
  private static Reading reading(Section entry) {
    String value = entry.string("value", Measure.ONE.yamlName());
    boolean isMeasure =
        MEASURES.containsKey(value) || (NAME.matcher(value).matches() && !EventVariable.is(value));
    Measure measure = isMeasure ? entry.choice("value", MEASURES, Measure.ONE) : Measure.ONE;
    String filter = entry.string("filter", "");
    if (isMeasure && filter.isEmpty()) {
      return measure;
    }
    String formula = isMeasure ? "" : value;
    boolean fine = compiles(entry, "filter", () -> new ExpressionReading(filter, "", measure));
    fine &= compiles(entry, "value", () -> new ExpressionReading("", formula, measure));
    return fine ? new ExpressionReading(filter, formula, measure) : measure;
  }

  /** Notes the mistake of an expression that does not. */
  static boolean compiles(Section entry, String key, Runnable expression) {
    try {
      expression.run();
      return true;
    } catch (IllegalArgumentException e) {
      entry.problem(key, "is " + e.getMessage());
      return false;
    }
  }

  /** Whole numbers as they are, durations in milliseconds. */
  private static Map<String, Long> options(Section entry, Aggregations.Entry kind) {
    Map<String, Long> options = new HashMap<>();
    for (Map.Entry<String, String> given : entry.settings("options").entrySet()) {
      Optional<Duration> duration = DurationText.parse(given.getValue());
      if (!kind.options().containsKey(given.getKey())) {
        entry.problem(
            "options",
            "has '%s', %s knows %s"
                .formatted(given.getKey(), kind.name(), kind.options().keySet()));
      } else if (duration.isPresent()) {
        options.put(given.getKey(), duration.get().toMillis());
      } else if (given.getValue().matches("\\d{1,9}")) {
        options.put(given.getKey(), Long.parseLong(given.getValue()));
      } else {
        entry.problem(
            "options." + given.getKey(),
            "is '" + given.getValue() + "', must be a whole number or " + DurationText.RULE);
      }
    }
    return options;
  }

  private static Map<String, Aggregations.Entry> aggregations() {
    Map<String, Aggregations.Entry> byName = new LinkedHashMap<>();
    Aggregations.ALL.forEach(entry -> byName.put(entry.name(), entry));
    return byName;
  }

  private static <T> Map<String, T> byName(T[] values, Function<T, String> name) {
    Map<String, T> byName = new LinkedHashMap<>();
    for (T value : values) {
      byName.put(name.apply(value), value);
    }
    return byName;
  }
}
