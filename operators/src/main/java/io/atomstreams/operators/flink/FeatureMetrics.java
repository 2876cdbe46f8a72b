package io.atomstreams.operators.flink;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.metrics.AtomMetric;
import io.atomstreams.operators.validation.RejectionReason;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The counters of the feature stage: events by type and outcome, dead letters by reason. All three
 * are closed lists. Reasons are there from the start: the first dead letter of one is an increase.
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

  private final AtomMetrics metrics;
  private final Map<EventType, Map<Fate, Counter>> events = new EnumMap<>(EventType.class);

  FeatureMetrics(MetricGroup operator, Gauge<Long> expressionFailures) {
    this.metrics = new AtomMetrics(operator);
    metrics.count(AtomMetric.EXPRESSION_FAILURES, expressionFailures);
    for (RejectionReason reason : RejectionReason.values()) {
      metrics.counter(AtomMetric.DEAD_LETTERS, reason.code());
    }
    for (EventType type : EventType.values()) {
      events.put(type, new EnumMap<>(Fate.class));
    }
  }

  void event(EventType type, Fate fate) {
    Map<Fate, Counter> ofType = events.get(type);
    Counter counter = ofType.get(fate);
    if (counter == null) {
      counter = metrics.counter(AtomMetric.EVENTS, type.wireName(), fate.label);
      ofType.put(fate, counter);
    }
    counter.inc();
  }

  void deadLetter(String reason) {
    metrics.counter(AtomMetric.DEAD_LETTERS, reason).inc();
  }
}
