package io.atomstreams.operators.flink;

import io.atomstreams.operators.flink.metrics.AtomMetrics;
import io.atomstreams.operators.metrics.AtomMetric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Sums over all keys of a subtask of what a fold says of each, as gauges. */
final class Figures<S> {

  private final List<String> names;
  private final List<ToLongFunction<S>> functions;
  private final long[] sums;
  private final Map<String, long[]> byKey = new HashMap<>();

  Figures(Map<String, ToLongFunction<S>> figures, AtomMetrics metrics) {
    this.names = figures.keySet().stream().sorted().toList();
    this.functions = names.stream().<ToLongFunction<S>>map(figures::get).toList();
    this.sums = new long[names.size()];
    for (int i = 0; i < sums.length; i++) {
      int place = i;
      AtomMetric metric = AtomMetric.named(names.get(i));
      if (metric.kind() == AtomMetric.Kind.COUNTER) {
        metrics.count(metric, () -> sums[place]);
      } else {
        metrics.gauge(metric, () -> sums[place]);
      }
    }
  }

  boolean isEmpty() {
    return functions.isEmpty();
  }

  long of(String name) {
    int place = names.indexOf(name);
    return place < 0 ? 0 : sums[place];
  }

  /** What is known of a key has changed. */
  void update(String key, S state) {
    if (isEmpty()) {
      return;
    }
    long[] ours = byKey.computeIfAbsent(key, begun -> new long[sums.length]);
    for (int i = 0; i < sums.length; i++) {
      long figure = functions.get(i).applyAsLong(state);
      sums[i] += figure - ours[i];
      ours[i] = figure;
    }
  }

  void remove(String key) {
    long[] gone = byKey.remove(key);
    for (int i = 0; gone != null && i < sums.length; i++) {
      sums[i] -= gone[i];
    }
  }
}
