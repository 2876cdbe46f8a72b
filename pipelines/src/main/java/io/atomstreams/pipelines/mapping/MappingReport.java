package io.atomstreams.pipelines.mapping;

import java.util.List;
import java.util.SortedMap;

/**
 * What became of a file's rows, the header not counted. At any time {@code lines = linesInEvents +
 * pending + Σ ignored + Σ unmappable}; at the end of the file {@code pending} is 0.
 *
 * @param lines rows read
 * @param events events made of them
 * @param linesInEvents rows that became part of an event
 * @param pending rows of orders that may still get more
 * @param ignored rows by the reason the mapping's rules give
 * @param unmappable rows by reason code
 * @param splitOrders orders whose rows stand too far apart to be one event; each further event has
 *     an id of its own, with {@code ~2}, {@code ~3}, … behind it
 * @param examples the first unmappable rows, at most 20: file, line, column, value and rule
 */
public record MappingReport(
    long lines,
    long events,
    long linesInEvents,
    long pending,
    SortedMap<String, Long> ignored,
    SortedMap<String, Long> unmappable,
    long splitOrders,
    List<String> examples) {

  /** Rows that were ignored, over all reasons. */
  public long ignoredLines() {
    return sum(ignored);
  }

  /** Rows that could not be mapped, over all reasons. */
  public long unmappableLines() {
    return sum(unmappable);
  }

  private static long sum(SortedMap<String, Long> byReason) {
    return byReason.values().stream().mapToLong(Long::longValue).sum();
  }
}
