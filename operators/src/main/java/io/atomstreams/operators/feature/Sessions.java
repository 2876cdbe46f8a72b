package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Stretches of activity: events no more than {@code gap} apart belong to one session. Kept as the
 * disjoint intervals [first, last] of each, so that an event that comes late between two sessions
 * joins them. About 5 bytes a session.
 */
final class Sessions {

  /** Starts and ends in turn, ascending: session i is [bounds[2i], bounds[2i+1]]. */
  private long[] bounds = new long[2];

  private int size;

  private Sessions() {}

  /** Joins [start, end] with every session that is at most {@code gap} away from it. */
  private void insert(long start, long end, long gap) {
    int from = size;
    while (from > 0 && bounds[2 * from - 1] + gap >= start) {
      from--;
    }
    int to = from;
    while (to < size && bounds[2 * to] - gap <= end) {
      to++;
    }
    if (from == to) {
      open(from);
      bounds[2 * from] = start;
      bounds[2 * from + 1] = end;
      return;
    }
    bounds[2 * from] = Math.min(start, bounds[2 * from]);
    bounds[2 * from + 1] = Math.max(end, bounds[2 * to - 1]);
    System.arraycopy(bounds, 2 * to, bounds, 2 * from + 2, 2 * (size - to));
    size -= to - from - 1;
  }

  private void open(int at) {
    if (2 * size == bounds.length) {
      bounds = Arrays.copyOf(bounds, Math.max(4, 4 * size));
    }
    System.arraycopy(bounds, 2 * at, bounds, 2 * at + 2, 2 * (size - at));
    size++;
  }

  /** Number of sessions; 0 where there are no events. */
  static final class Count implements Aggregation<Sessions> {

    private static final int MOST = 1 << 20;
    private final long gap;

    /**
     * Counts sessions.
     *
     * @param gap longest silence within a session, ms, at least 1 second
     */
    Count(long gap) {
      if (gap < 1000) {
        throw new IllegalArgumentException("gap is " + gap + " ms, must be at least 1s");
      }
      this.gap = gap;
    }

    @Override
    public String form() {
      return "sessions(gap=" + gap + ")";
    }

    @Override
    public Sessions createAccumulator() {
      return new Sessions();
    }

    @Override
    public Sessions add(Sessions accumulator, long ts, long value) {
      accumulator.insert(ts, ts, gap);
      return accumulator;
    }

    @Override
    public Sessions merge(Sessions into, Sessions other) {
      for (int i = 0; i < other.size; i++) {
        into.insert(other.bounds[2 * i], other.bounds[2 * i + 1], gap);
      }
      return into;
    }

    @Override
    public double getResult(Sessions accumulator, long asOf) {
      return accumulator.size;
    }

    @Override
    public Sessions copy(Sessions accumulator) {
      Sessions copy = new Sessions();
      copy.bounds = accumulator.bounds.clone();
      copy.size = accumulator.size;
      return copy;
    }

    @Override
    public void write(Sessions accumulator, long base, DataOutput out) throws IOException {
      Varint.writeUnsigned(out, accumulator.size);
      long before = base;
      for (int i = 0; i < 2 * accumulator.size; i++) {
        Varint.writeSigned(out, accumulator.bounds[i] - before);
        before = accumulator.bounds[i];
      }
    }

    @Override
    public Sessions read(long base, DataInput in) throws IOException {
      int size = (int) Varint.readUnsigned(in);
      if (size > MOST) {
        throw new IOException(form() + " holds " + size + " sessions: the state is damaged");
      }
      Sessions read = new Sessions();
      read.size = size;
      read.bounds = new long[Math.max(2, 2 * size)];
      long before = base;
      for (int i = 0; i < 2 * size; i++) {
        before += Varint.readSigned(in);
        read.bounds[i] = before;
      }
      return read;
    }
  }
}
