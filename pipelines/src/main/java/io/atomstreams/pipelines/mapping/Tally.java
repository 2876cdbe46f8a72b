package io.atomstreams.pipelines.mapping;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what became of the rows. */
final class Tally {

  private static final int MOST_EXAMPLES = 20;

  private final SortedMap<String, Long> ignored = new TreeMap<>();
  private final SortedMap<String, Long> unmappable = new TreeMap<>();
  private final List<String> examples = new ArrayList<>();
  private long lines;
  private long events;
  private long linesInEvents;
  private long pending;
  private long splitOrders;

  void read() {
    lines++;
  }

  void ignored(String reason) {
    ignored.merge(reason, 1L, Long::sum);
  }

  void unmappable(String reason, int rows, String example) {
    unmappable.merge(reason, (long) rows, Long::sum);
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(example);
    }
  }

  void opened() {
    pending++;
  }

  /** The rows of an order are about to get their outcome. */
  void closed(int rows) {
    pending -= rows;
  }

  void event(int rows, boolean split) {
    events++;
    linesInEvents += rows;
    splitOrders += split ? 1 : 0;
  }

  MappingReport report() {
    return new MappingReport(
        lines,
        events,
        linesInEvents,
        pending,
        Collections.unmodifiableSortedMap(new TreeMap<>(ignored)),
        Collections.unmodifiableSortedMap(new TreeMap<>(unmappable)),
        splitOrders,
        List.copyOf(examples));
  }
}
