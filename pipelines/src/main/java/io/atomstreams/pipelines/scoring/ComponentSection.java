package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.expression.ExpressionReading;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.feature.FeatureSpec.Component;
import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.feature.Reading;
import io.atomstreams.pipelines.config.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a feature that counts connected customers: {@code component: [device, payment]}. */
final class ComponentSection {

  private ComponentSection() {}

  /** The one feature, or none where there is a problem. */
  static List<FeatureSpec> read(Section entry, Map<String, EntityKind> kinds) {
    String name = entry.string("name");
    Set<EntityKind> through = new TreeSet<>();
    for (String kind : entry.strings("component")) {
      if (kinds.containsKey(kind)) {
        through.add(kinds.get(kind));
      } else {
        entry.problem("component", "has '" + kind + "', there are " + kinds.keySet());
      }
    }
    if (entry.strings("component").isEmpty()) {
      entry.problem(
          "component", "is empty, must name the kinds of entities that connect customers");
    }
    String filter = entry.string("filter", "");
    Set<EventType> on = ScoringConfig.eventTypes(entry);
    Duration window = entry.duration("window");
    int most =
        entry.integer(
            "most", Component.DEFAULT_MOST, Component.LEAST_MOST, Component.GREATEST_MOST);
    boolean compiles =
        FeatureSection.compiles(
            entry, "filter", () -> new ExpressionReading(filter, "", Measure.ONE));
    if (!compiles || on.isEmpty() || through.isEmpty()) {
      return List.of();
    }
    Reading joins = filter.isEmpty() ? Measure.ONE : new ExpressionReading(filter, "", Measure.ONE);
    return List.of(new Component(name, through, joins, on, window, most));
  }
}
