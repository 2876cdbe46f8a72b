package io.atomstreams.operators.online;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Losses by the hour of four weeks: how it was in the same hours of earlier days and weeks. */
final class Season {

  static final int DAY = 24;
  static final int WEEK = 7 * DAY;

  private static final int HOURS = 4 * WEEK;
  private static final int CYCLES = 7;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** Number and sum by the hour since 1970. */
  private final TreeMap<Long, double[]> hours = new TreeMap<>();

  void add(long ts, double loss) {
    double[] hour = hours.computeIfAbsent(Math.floorDiv(ts, HOUR), begun -> new double[2]);
    hour[0]++;
    hour[1] += loss;
    hours.headMap(hours.lastKey() - HOURS).clear();
  }

  /**
   * Mean losses in the same phase of up to {@value #CYCLES} earlier cycles, the latest last; none
   * if the time is longer than half a cycle.
   *
   * @param cycle in hours
   */
  List<Double> samePhase(long from, long to, int cycle) {
    List<Double> losses = new ArrayList<>();
    if (to < from || to - from > cycle * HOUR / 2) {
      return losses;
    }
    for (int back = CYCLES; back >= 1; back--) {
      long first = Math.floorDiv(from, HOUR) - (long) back * cycle;
      long last = Math.floorDiv(to, HOUR) - (long) back * cycle;
      double number = 0;
      double sum = 0;
      for (double[] hour : hours.subMap(first, true, last, true).values()) {
        number += hour[0];
        sum += hour[1];
      }
      if (number >= Stretches.FEWEST) {
        losses.add(sum / number);
      }
    }
    return losses;
  }

  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, hours.size());
    for (Map.Entry<Long, double[]> each : hours.entrySet()) {
      Varint.writeSigned(out, each.getKey());
      out.writeDouble(each.getValue()[0]);
      out.writeDouble(each.getValue()[1]);
    }
  }

  void read(DataInput in) throws IOException {
    hours.clear();
    for (long left = Varint.readUnsigned(in); left > 0; left--) {
      long hour = Varint.readSigned(in);
      hours.put(hour, new double[] {in.readDouble(), in.readDouble()});
    }
  }
}
