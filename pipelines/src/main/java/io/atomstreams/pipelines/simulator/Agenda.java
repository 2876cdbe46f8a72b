package io.atomstreams.pipelines.simulator;

import java.util.ArrayList;
import java.util.List;

/** What will be sent, by day. Holds {@link #DAYS} days ahead; one list per day, reused. */
final class Agenda {

  /** More than the longest time anything is planned ahead (a chargeback, 41 days). */
  static final int DAYS = 64;

  private final List<List<Planned>> days = new ArrayList<>(DAYS);

  Agenda() {
    for (int i = 0; i < DAYS; i++) {
      days.add(new ArrayList<>());
    }
  }

  void plan(Planned planned) {
    day(Math.floorDiv(planned.at(), Seasons.DAY)).add(planned);
  }

  int size() {
    int size = 0;
    for (List<Planned> day : days) {
      size += day.size();
    }
    return size;
  }

  /** The plan of one day, in the order it was made. */
  List<Planned> day(long epochDay) {
    return days.get((int) Math.floorMod(epochDay, (long) DAYS));
  }
}
