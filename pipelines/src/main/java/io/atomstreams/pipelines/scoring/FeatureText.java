package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.feature.Aggregations;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.pipelines.config.DurationText;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Declared features in the words they are declared with. */
public final class FeatureText {

  /** Options that are counts have smaller defaults than any duration. */
  private static final long SHORTEST_DURATION_MS = 60_000;

  private FeatureText() {}

  /** How it comes from events or from other features: {@code sessions(gap: 30m)}, {@code a / b}. */
  public static String formula(FeatureSpec feature) {
    if (feature instanceof FeatureSpec.Windowed windowed) {
      String options = options(windowed.choice().name(), windowed.choice().options());
      return options.isEmpty()
          ? windowed.choice().name()
          : windowed.choice().name() + "(" + options + ")";
    }
    if (feature instanceof FeatureSpec.Component component) {
      return "component("
          + component.through().stream()
              .sorted()
              .map(EntityKind::yamlName)
              .collect(Collectors.joining(", "))
          + ")";
    }
    FeatureSpec.OfTwo derived = (FeatureSpec.OfTwo) feature;
    String sign = derived instanceof FeatureSpec.Ratio ? " / " : " - ";
    return derived.left() + sign + derived.right();
  }

  /** {@code gap: 30m}, in the order of their names. */
  public static String options(String aggregation, Map<String, Long> options) {
    Map<String, Long> defaults = Aggregations.byName(aggregation).options();
    return new TreeMap<>(options)
        .entrySet().stream()
            .map(option -> text(option, defaults.get(option.getKey())))
            .collect(Collectors.joining(", "));
  }

  private static String text(Map.Entry<String, Long> option, long byDefault) {
    return option.getKey()
        + ": "
        + (byDefault < SHORTEST_DURATION_MS
            ? option.getValue()
            : DurationText.format(Duration.ofMillis(option.getValue())));
  }

  /** The types of the events that count, in the order of the wire format. */
  public static String events(Set<EventType> on) {
    return on.stream().sorted().map(EventType::wireName).collect(Collectors.joining(", "));
  }
}
