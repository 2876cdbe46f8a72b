package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Stretches of activity: events no more than {@code gap} apart belong to one session. Kept as the
 * disjoint intervals [first, last] of each, so that an event that comes late between two sessions
 * joins them. About 5 bytes a session.
 */
final class Sessions {

  /** Starts and ends in turn, ascending: session i is [bounds[2(head+i)], bounds[2(head+i)+1]]. */
  private long[] bounds = new long[2];

  /** Sessions' worth of room before the first: windows are collected from new to old. */
  private int head;

  private int size;

  private Sessions() {}

  private int at(int session) {
    return 2 * (head + session);
  }

  /** Joins [start, end] with every session that is at most {@code gap} away from it. */
  private void insert(long start, long end, long gap) {
    int from = firstEndingFrom(start - gap);
    int to = from;
    while (to < size && bounds[at(to)] - gap <= end) {
      to++;
    }
    if (from == to) {
      open(from);
      bounds[at(from)] = start;
      bounds[at(from) + 1] = end;
      return;
    }
    bounds[at(from)] = Math.min(start, bounds[at(from)]);
    bounds[at(from) + 1] = Math.max(end, bounds[at(to) - 1]);
    System.arraycopy(bounds, at(to), bounds, at(from + 1), 2 * (size - to));
    size -= to - from - 1;
  }

  /** The first session that ends at or after {@code ts}, found by halving. */
  private int firstEndingFrom(long ts) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bounds[at(middle) + 1] >= ts) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Makes room for one session before session {@code i}, moving the shorter part if it can. */
  private void open(int i) {
    boolean early = i < size - i;
    if (early ? head == 0 : at(size) == bounds.length) {
      grow(early);
    }
    if (early) {
      System.arraycopy(bounds, at(0), bounds, at(-1), 2 * i);
      head--;
    } else {
      System.arraycopy(bounds, at(i), bounds, at(i + 1), 2 * (size - i));
    }
    size++;
  }

  private void grow(boolean inFront) {
    int room = Math.max(1, size);
    long[] grown = new long[2 * (size + room)];
    int newHead = inFront ? room : 0;
    System.arraycopy(bounds, at(0), grown, 2 * newHead, 2 * size);
    bounds = grown;
    head = newHead;
  }

  /** Number of sessions; 0 where there are no events. */
  static final class Count extends Aggregation<Sessions> {

    private static final int MOST = 1 << 20;

    /** So many are inserted one by one, the earlier first; of more the later first is cheaper. */
    private static final int FEW = 4;

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
    public boolean needsNumbers() {
      return false;
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
    public Sessions clear(Sessions accumulator) {
      accumulator.head = 0;
      accumulator.size = 0;
      return accumulator;
    }

    @Override
    public Sessions add(Sessions accumulator, long ts, long value) {
      accumulator.insert(ts, ts, gap);
      return accumulator;
    }

    @Override
    public Sessions merge(Sessions into, Sessions other) {
      for (int i = other.size - 1; i >= 0; i--) {
        into.insert(other.bounds[other.at(i)], other.bounds[other.at(i) + 1], gap);
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
      copy.head = accumulator.head;
      copy.size = accumulator.size;
      return copy;
    }

    @Override
    public void write(Sessions accumulator, long base, DataOutput out) throws IOException {
      Varint.writeUnsigned(out, accumulator.size);
      long before = base;
      for (int i = accumulator.at(0); i < accumulator.at(accumulator.size); i++) {
        Varint.writeSigned(out, accumulator.bounds[i] - before);
        before = accumulator.bounds[i];
      }
    }

    @Override
    public Sessions read(long base, DataInput in) throws IOException {
      return read(readSize(in), base, in);
    }

    private int readSize(DataInput in) throws IOException {
      long size = Varint.readUnsigned(in);
      if (size < 0 || size > MOST) {
        throw new IOException(form() + " holds " + size + " sessions: the state is damaged");
      }
      return (int) size;
    }

    private static Sessions read(int size, long base, DataInput in) throws IOException {
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

    @Override
    public Sessions mergePacked(Sessions into, long base, BytesInput in) throws IOException {
      int size = readSize(in);
      if (size > FEW) {
        return merge(into, read(size, base, in));
      }
      long before = base;
      for (int i = 0; i < size; i++) {
        long start = before + Varint.readSigned(in);
        before = start + Varint.readSigned(in);
        into.insert(start, before, gap);
      }
      return into;
    }

    @Override
    public void skip(BytesInput in) throws IOException {
      in.skipVarints(2 * readSize(in));
    }
  }
}
