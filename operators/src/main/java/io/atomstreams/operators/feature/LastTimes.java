package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The times of the latest events, at most {@code last} of them: the accumulator of everything about
 * gaps and recency. Keeping the times themselves makes gaps exact however late an event comes: one
 * that falls between two others splits their gap. About 4 bytes an event.
 */
final class LastTimes {

  static final int MOST = 64;
  static final double DAY = 86_400_000d;

  /** Ascending. */
  private long[] times;

  private int size;

  private LastTimes(int capacity) {
    times = new long[capacity];
  }

  private long fromEnd(int back) {
    return times[size - 1 - back];
  }

  private void insert(long ts, int last) {
    int at = size;
    while (at > 0 && times[at - 1] > ts) {
      at--;
    }
    insertAt(at, ts, last);
  }

  /**
   * Inserts a time that is not before the first {@code from}: one of several, the earlier first.
   *
   * @return {@code from} for the next
   */
  private int insertFrom(int from, long ts, int last) {
    int at = from;
    while (at < size && times[at] <= ts) {
      at++;
    }
    return insertAt(at, ts, last);
  }

  /** Inserts a time where it belongs, if there is room or an earlier one to give way. */
  private int insertAt(int at, long ts, int last) {
    if (size == last) {
      if (at > 0) {
        System.arraycopy(times, 1, times, 0, at - 1);
        times[at - 1] = ts;
      }
      return at;
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, Math.min(last, Math.max(4, 2 * size)));
    }
    System.arraycopy(times, at, times, at + 1, size - at);
    times[at] = ts;
    size++;
    return at + 1;
  }

  /** What the results over the latest times share. */
  abstract static class OfLastTimes extends Aggregation<LastTimes> {

    private final int last;

    OfLastTimes(int last) {
      if (last < 2 || last > MOST) {
        throw new IllegalArgumentException("last is " + last + ", must be 2 to " + MOST);
      }
      this.last = last;
    }

    @Override
    public boolean needsNumbers() {
      return false;
    }

    @Override
    public String form() {
      return "last_times(last=" + last + ")";
    }

    @Override
    public LastTimes createAccumulator() {
      return new LastTimes(1);
    }

    @Override
    public LastTimes clear(LastTimes accumulator) {
      accumulator.size = 0;
      return accumulator;
    }

    @Override
    public LastTimes add(LastTimes accumulator, long ts, long value) {
      accumulator.insert(ts, last);
      return accumulator;
    }

    @Override
    public LastTimes merge(LastTimes into, LastTimes other) {
      int at = 0;
      for (int i = 0; i < other.size; i++) {
        at = into.insertFrom(at, other.times[i], last);
      }
      return into;
    }

    @Override
    public LastTimes copy(LastTimes accumulator) {
      return merge(new LastTimes(Math.max(1, accumulator.size)), accumulator);
    }

    @Override
    public void write(LastTimes accumulator, long base, DataOutput out) throws IOException {
      Varint.writeUnsigned(out, accumulator.size);
      long before = base;
      for (int i = 0; i < accumulator.size; i++) {
        Varint.writeSigned(out, accumulator.times[i] - before);
        before = accumulator.times[i];
      }
    }

    @Override
    public LastTimes read(long base, DataInput in) throws IOException {
      int size = readSize(in);
      LastTimes read = new LastTimes(Math.max(1, size));
      long before = base;
      for (int i = 0; i < size; i++) {
        before += Varint.readSigned(in);
        read.times[i] = before;
      }
      read.size = size;
      return read;
    }

    private int readSize(DataInput in) throws IOException {
      long size = Varint.readUnsigned(in);
      if (size < 0 || size > MOST) {
        throw new IOException(form() + " holds " + size + " times: the state is damaged");
      }
      return (int) size;
    }

    @Override
    public LastTimes mergePacked(LastTimes into, long base, BytesInput in) throws IOException {
      long ts = base;
      int at = 0;
      for (int left = readSize(in); left > 0; left--) {
        ts += Varint.readSigned(in);
        at = into.insertFrom(at, ts, last);
      }
      return into;
    }

    @Override
    public void skip(BytesInput in) throws IOException {
      in.skipVarints(readSize(in));
    }
  }

  /** Mean gap between the latest events, days; no value below two events. */
  static final class GapMean extends OfLastTimes {
    GapMean(int last) {
      super(last);
    }

    @Override
    public double getResult(LastTimes accumulator, long asOf) {
      int n = accumulator.size;
      return n < 2 ? Double.NaN : (accumulator.times[n - 1] - accumulator.times[0]) / DAY / (n - 1);
    }
  }

  /**
   * Coefficient of variation of the gaps between the latest events: standard deviation (divisor
   * n-1) over mean, 0 for a clockwork; no value below two gaps or where the mean gap is 0.
   */
  static final class GapVariation extends OfLastTimes {
    GapVariation(int last) {
      super(last);
    }

    @Override
    public double getResult(LastTimes accumulator, long asOf) {
      int gaps = accumulator.size - 1;
      if (gaps < 2) {
        return Double.NaN;
      }
      double mean = (double) (accumulator.times[gaps] - accumulator.times[0]) / gaps;
      if (mean == 0) {
        return Double.NaN;
      }
      double squares = 0;
      for (int i = 0; i < gaps; i++) {
        double deviation = accumulator.times[i + 1] - accumulator.times[i] - mean;
        squares += deviation * deviation;
      }
      return Math.sqrt(squares / (gaps - 1)) / mean;
    }
  }

  /** Days from the latest event to now; no value without one. */
  static final class SinceLast extends OfLastTimes {
    SinceLast(int last) {
      super(last);
    }

    @Override
    public double getResult(LastTimes accumulator, long asOf) {
      return accumulator.size < 1 ? Double.NaN : (asOf - accumulator.fromEnd(0)) / DAY;
    }
  }

  /**
   * Days from the latest event but one to now: recency as seen by the event that is itself the
   * latest. No value below two events.
   */
  static final class SincePrevious extends OfLastTimes {
    SincePrevious(int last) {
      super(last);
    }

    @Override
    public double getResult(LastTimes accumulator, long asOf) {
      return accumulator.size < 2 ? Double.NaN : (asOf - accumulator.fromEnd(1)) / DAY;
    }
  }
}
