package io.atomstreams.pipelines.bench.drift;

import io.atomstreams.pipelines.bench.drift.Course.Change;
import java.util.List;

/**
 * Counts what alarms are worth. The first alarm between a change and the next one sees it; so may
 * more as long as the change is not complete. Any other alarm is false. A rise without an alarm is
 * missed. A fall need not be seen.
 */
final class Tally {

  private long values;
  private int rises;
  private int seen;
  private double delays;
  private int falseAlarms;

  /**
   * Adds one stream.
   *
   * @param alarms indices of the values at which there was one, ascending
   */
  void add(Course course, List<Integer> alarms) {
    List<Change> changes = course.changes();
    values += course.values().length;
    rises += (int) changes.stream().filter(Change::rise).count();
    int last = -1;
    boolean wasSeen = false;
    for (int alarm : alarms) {
      while (last + 1 < changes.size() && changes.get(last + 1).begin() <= alarm) {
        last++;
        wasSeen = false;
      }
      if (last < 0 || (wasSeen && alarm >= changes.get(last).end())) {
        falseAlarms++;
      } else if (!wasSeen) {
        wasSeen = true;
        see(changes.get(last), alarm);
      }
    }
  }

  private void see(Change change, int alarm) {
    if (change.rise()) {
      seen++;
      delays += alarm - change.begin() + 1;
    }
  }

  /** Values from a rise to its alarm, 1 if at once; NaN if none was seen. */
  double delay() {
    return delays / seen;
  }

  /** Share of rises without an alarm; NaN if there were none. */
  double missed() {
    return 1 - (double) seen / rises;
  }

  int falseAlarms() {
    return falseAlarms;
  }

  /** Values for each false alarm; infinite without one. */
  double run() {
    return (double) values / falseAlarms;
  }
}
