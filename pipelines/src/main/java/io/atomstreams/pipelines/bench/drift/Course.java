package io.atomstreams.pipelines.bench.drift;

import java.util.List;

/**
 * One stream, and where it changes.
 *
 * @param values losses in [0, 1], oldest first
 * @param changes in the order of their beginnings; none overlap
 */
record Course(double[] values, List<Change> changes) {

  Course {
    changes = List.copyOf(changes);
  }

  /**
   * A change.
   *
   * @param begin index of the first value after it began
   * @param end index of the first value after it was complete; {@code begin} if it was abrupt
   * @param rise whether losses rise, which every detector is to see; a fall may be seen, and need
   *     not
   */
  record Change(int begin, int end, boolean rise) {}
}
