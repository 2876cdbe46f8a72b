package io.atomstreams.operators.contract;

import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The latest numbers by event time, event id and place within the event, at most so many. A set:
 * the order in which events come changes nothing, and neither does an event that comes again, since
 * it is either still here or older than all that are. Event ids are told apart by 32 bits, among
 * events of the same millisecond.
 *
 * <p>At most {@value #MOST} numbers, about 15 bytes each.
 */
final class LatestNumbers implements Memory {

  static final int MOST = 31;

  private static final int PLACE_BITS = 13;

  /** Ascending by time, then tie. */
  private long[] times = new long[1];

  /** Event id and place. */
  private long[] ties = new long[1];

  private long[] values = new long[1];
  private int size;

  @Override
  public long clock() {
    return size == 0 ? NO_CLOCK : times[size - 1];
  }

  int size() {
    return size;
  }

  /** The lower median: at least half of the numbers are not greater. Not of an empty memory. */
  long median() {
    long[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return sorted[(size - 1) / 2];
  }

  /**
   * Takes a number in.
   *
   * @param place of the number within the event, 0 to 8191
   * @param most how many are kept, 1 to {@link #MOST}
   */
  void add(long ts, String eventId, int place, long value, int most) {
    long tie = (Measure.hash(eventId) >>> Integer.SIZE) << PLACE_BITS | place;
    int at = size;
    while (at > 0 && isAfter(at - 1, ts, tie)) {
      at--;
    }
    if (at > 0 && times[at - 1] == ts && ties[at - 1] == tie) {
      return;
    }
    insert(at, ts, tie, value);
    forgetOldest(size - most);
  }

  private boolean isAfter(int i, long ts, long tie) {
    return times[i] > ts || (times[i] == ts && ties[i] > tie);
  }

  private void insert(int at, long ts, long tie, long value) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      ties = Arrays.copyOf(ties, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    for (long[] column : new long[][] {times, ties, values}) {
      System.arraycopy(column, at, column, at + 1, size - at);
    }
    times[at] = ts;
    ties[at] = tie;
    values[at] = value;
    size++;
  }

  private void forgetOldest(int excess) {
    if (excess > 0) {
      size -= excess;
      for (long[] column : new long[][] {times, ties, values}) {
        System.arraycopy(column, excess, column, 0, size);
      }
    }
  }

  @Override
  public LatestNumbers copy() {
    LatestNumbers copy = new LatestNumbers();
    copy.times = times.clone();
    copy.ties = ties.clone();
    copy.values = values.clone();
    copy.size = size;
    return copy;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, size);
    long before = 0;
    for (int i = 0; i < size; i++) {
      Varint.writeSigned(out, times[i] - before);
      Varint.writeUnsigned(out, ties[i]);
      Varint.writeSigned(out, values[i]);
      before = times[i];
    }
  }

  static LatestNumbers read(DataInput in) throws IOException {
    long size = Varint.readUnsigned(in);
    if (size < 0 || size > MOST) {
      throw new IOException(size + " latest numbers: the state is damaged");
    }
    LatestNumbers read = new LatestNumbers();
    read.times = new long[Math.max(1, (int) size)];
    read.ties = new long[read.times.length];
    read.values = new long[read.times.length];
    read.size = (int) size;
    long before = 0;
    for (int i = 0; i < size; i++) {
      before += Varint.readSigned(in);
      read.times[i] = before;
      read.ties[i] = Varint.readUnsigned(in);
      read.values[i] = Varint.readSigned(in);
    }
    return read;
  }
}
