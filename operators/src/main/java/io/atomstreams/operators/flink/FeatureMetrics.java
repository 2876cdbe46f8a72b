package io.atomstreams.operators.flink;

import io.atomstreams.operators.event.EventType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The counters of the feature stage: {@code atom.type.outcome.events_total} and {@code
 * atom.reason.dead_letters_total} below the operator's scope, with type, outcome and reason as
 * labels. All three are closed lists, so the number of series is bounded.
 */
final class FeatureMetrics {

  /** What became of an event, in words for a label. */
  enum Fate {
    SCORED("scored"),
    UPDATED("updated"),
    DUPLICATE("duplicate"),
    LATE("late");

    private final String label;

    Fate(String label) {
      this.label = label;
    }
  }

  private final MetricGroup group;
  private final Map<EventType, Map<Fate, Counter>> events = new EnumMap<>(EventType.class);
  private final Map<String, Counter> deadLetters = new HashMap<>();

  FeatureMetrics(MetricGroup group, Gauge<Long> expressionFailures) {
    this.group = group.addGroup("atom");
    this.group.gauge("expression_failures_total", expressionFailures);
    for (EventType type : EventType.values()) {
      events.put(type, new EnumMap<>(Fate.class));
    }
  }

  void event(EventType type, Fate fate) {
    Map<Fate, Counter> ofType = events.get(type);
    Counter counter = ofType.get(fate);
    if (counter == null) {
      counter =
          group
              .addGroup("type", type.wireName())
              .addGroup("outcome", fate.label)
              .counter("events_total");
      ofType.put(fate, counter);
    }
    counter.inc();
  }

  void deadLetter(String reason) {
    deadLetters
        .computeIfAbsent(reason, r -> group.addGroup("reason", r).counter("dead_letters_total"))
        .inc();
  }
}
