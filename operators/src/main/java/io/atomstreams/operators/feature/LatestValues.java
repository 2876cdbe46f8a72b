package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The latest events with their values, at most {@code last} of them, by time and then value: a
 * sequence of which features pick one place each, or the slope. About 5 bytes an event.
 */
final class LatestValues {

  private static final int MOST = 64;

  /** Ascending by time, then value. */
  private long[] times = new long[1];

  private long[] values = new long[1];
  private int size;

  private LatestValues() {}

  private void insert(long ts, long value, int last) {
    int at = size;
    while (at > 0 && isAfter(at - 1, ts, value)) {
      at--;
    }
    insertAt(at, ts, value, last);
  }

  /** Whether the event at a place is later than another, or at the same time of greater value. */
  private boolean isAfter(int at, long ts, long value) {
    return times[at] > ts || (times[at] == ts && values[at] > value);
  }

  /**
   * Inserts an event that is not before the first {@code from}: one of several, the earlier first.
   *
   * @return {@code from} for the next
   */
  private int insertFrom(int from, long ts, long value, int last) {
    int at = from;
    while (at < size && !isAfter(at, ts, value)) {
      at++;
    }
    return insertAt(at, ts, value, last);
  }

  /** Inserts an event where it belongs, if there is room or an earlier one to give way. */
  private int insertAt(int place, long ts, long value, int last) {
    int at = place;
    if (size == last) {
      if (at == 0) {
        return 0;
      }
      System.arraycopy(times, 1, times, 0, at - 1);
      System.arraycopy(values, 1, values, 0, at - 1);
      at--;
    } else {
      if (size == times.length) {
        times = Arrays.copyOf(times, Math.min(last, 2 * size));
        values = Arrays.copyOf(values, times.length);
      }
      System.arraycopy(times, at, times, at + 1, size - at);
      System.arraycopy(values, at, values, at + 1, size - at);
      size++;
    }
    times[at] = ts;
    values[at] = value;
    return at + 1;
  }

  /** What the results over the latest values share. */
  private abstract static class OfLatestValues extends Aggregation<LatestValues> {

    private final int last;

    OfLatestValues(long last) {
      this.last = Bounds.check("last", last, 2, MOST);
    }

    int last() {
      return last;
    }

    @Override
    public String form() {
      return "latest_values(last=" + last + ")";
    }

    @Override
    public LatestValues createAccumulator() {
      return new LatestValues();
    }

    @Override
    public LatestValues clear(LatestValues accumulator) {
      accumulator.size = 0;
      return accumulator;
    }

    @Override
    public LatestValues add(LatestValues accumulator, long ts, long value) {
      accumulator.insert(ts, value, last);
      return accumulator;
    }

    @Override
    public LatestValues merge(LatestValues into, LatestValues other) {
      int at = 0;
      for (int i = 0; i < other.size; i++) {
        at = into.insertFrom(at, other.times[i], other.values[i], last);
      }
      return into;
    }

    @Override
    public LatestValues copy(LatestValues accumulator) {
      return merge(new LatestValues(), accumulator);
    }

    @Override
    public void write(LatestValues accumulator, long base, DataOutput out) throws IOException {
      Varint.writeUnsigned(out, accumulator.size);
      long before = base;
      for (int i = 0; i < accumulator.size; i++) {
        Varint.writeSigned(out, accumulator.times[i] - before);
        Varint.writeSigned(out, accumulator.values[i]);
        before = accumulator.times[i];
      }
    }

    @Override
    public LatestValues read(long base, DataInput in) throws IOException {
      int size = readSize(in);
      LatestValues read = new LatestValues();
      read.times = new long[Math.max(1, size)];
      read.values = new long[read.times.length];
      long before = base;
      for (int i = 0; i < size; i++) {
        before += Varint.readSigned(in);
        read.times[i] = before;
        read.values[i] = Varint.readSigned(in);
      }
      read.size = size;
      return read;
    }

    private int readSize(DataInput in) throws IOException {
      long size = Varint.readUnsigned(in);
      if (size < 0 || size > MOST) {
        throw new IOException(form() + " holds " + size + " values: the state is damaged");
      }
      return (int) size;
    }

    @Override
    public LatestValues mergePacked(LatestValues into, long base, BytesInput in)
        throws IOException {
      long ts = base;
      int at = 0;
      for (int left = readSize(in); left > 0; left--) {
        ts += Varint.readSigned(in);
        at = into.insertFrom(at, ts, Varint.readSigned(in), last);
      }
      return into;
    }

    @Override
    public void skip(BytesInput in) throws IOException {
      in.skipVarints(2 * readSize(in));
    }
  }

  /**
   * Value of the event that is {@code back} events before the latest, in the measure's unit; no
   * value where there is none. Several of these make a sequence of the vector.
   */
  static final class Nth extends OfLatestValues {

    private final int back;

    Nth(long last, long back) {
      super(last);
      this.back = Bounds.check("back", back, 0, last() - 1);
    }

    @Override
    public double getResult(LatestValues accumulator, long asOf) {
      int at = accumulator.size - 1 - back;
      return at < 0 ? Double.NaN : accumulator.values[at];
    }
  }

  /**
   * Number of latest events in a row whose value grew from one to the next, 0 and more: 0 where the
   * latest did not exceed the one before, or there is none before.
   */
  static final class Rising extends OfLatestValues {
    Rising(long last) {
      super(last);
    }

    @Override
    public double getResult(LatestValues accumulator, long asOf) {
      int rises = 0;
      int at = accumulator.size - 1;
      while (at - rises > 0
          && accumulator.values[at - rises] > accumulator.values[at - rises - 1]) {
        rises++;
      }
      return rises;
    }
  }
}
