package io.atomstreams.operators.flink;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The counters of the feature stage: {@code atom_events_total} by event type and outcome, {@code
 * atom_dead_letters_total} by reason. Types, outcomes and reasons are closed lists, so the number
 * of series is bounded.
 */
final class FeatureMetrics {

  private final MetricGroup group;
  private final Map<String, Counter> events = new HashMap<>();
  private final Map<String, Counter> deadLetters = new HashMap<>();

  FeatureMetrics(MetricGroup group) {
    this.group = group.addGroup("atom");
  }

  void event(String type, String outcome) {
    events
        .computeIfAbsent(
            type + " " + outcome,
            k -> group.addGroup("type", type).addGroup("outcome", outcome).counter("events_total"))
        .inc();
  }

  void deadLetter(String reason) {
    deadLetters
        .computeIfAbsent(reason, r -> group.addGroup("reason", r).counter("dead_letters_total"))
        .inc();
  }
}
