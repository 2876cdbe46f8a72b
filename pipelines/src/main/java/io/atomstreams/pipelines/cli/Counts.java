package io.atomstreams.pipelines.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** How many there were of each kind. */
final class Counts {

  private final Map<String, Long> counts = new TreeMap<>();

  void add(String kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  long of(String kind) {
    return counts.getOrDefault(kind, 0L);
  }

  long all() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  void forEach(BiConsumer<String, Long> action) {
    counts.forEach(action);
  }

  /** As {@code 3: late 1, unmapped 2}, or {@code 0}. */
  @Override
  public String toString() {
    return all()
        + counts.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", counts.isEmpty() ? "" : ": ", ""));
  }
}
