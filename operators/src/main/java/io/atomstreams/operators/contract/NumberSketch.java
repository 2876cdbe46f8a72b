package io.atomstreams.operators.contract;

import io.atomstreams.operators.feature.Quantiles;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Quantiles of the numbers lately taken in, within 1.6 % of their value, in integers: how many fell
 * into each of {@link Quantiles}' buckets. When {@value #MOST} are counted, every second one in the
 * order of size is forgotten: quantiles move by no more than one rank, no chance is asked, and what
 * came long ago weighs less and less.
 *
 * <p>At most {@value #MOST} buckets, two or three bytes each; a few for most customers.
 */
final class NumberSketch implements Memory {

  static final int MOST = 512;

  private long clock = NO_CLOCK;

  /** Ascending. */
  private long[] buckets = new long[2];

  private int[] counts = new int[2];
  private int size;
  private int total;

  @Override
  public long clock() {
    return clock;
  }

  /** How many numbers are counted. */
  int total() {
    return total;
  }

  void add(long ts, long number) {
    clock = Math.max(clock, ts);
    long bucket = Quantiles.bucket(number);
    int at = Arrays.binarySearch(buckets, 0, size, bucket);
    if (at < 0) {
      at = -at - 1;
      insert(at, bucket);
    }
    counts[at]++;
    total++;
    if (total == MOST) {
      thin();
    }
  }

  private void insert(int at, long bucket) {
    if (size == buckets.length) {
      buckets = Arrays.copyOf(buckets, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    System.arraycopy(buckets, at, buckets, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    buckets[at] = bucket;
    counts[at] = 0;
    size++;
  }

  /** Keeps the numbers of even rank, counted from 1. */
  private void thin() {
    int kept = 0;
    int seen = 0;
    for (int i = 0; i < size; i++) {
      int before = seen / 2;
      seen += counts[i];
      if (seen / 2 > before) {
        buckets[kept] = buckets[i];
        counts[kept] = seen / 2 - before;
        kept++;
      }
    }
    size = kept;
    total = seen / 2;
  }

  /**
   * The number that stands for the nearest-rank quantile; not of an empty memory.
   *
   * @param percent 1 to 99
   */
  long quantile(int percent) {
    int rank = (total * percent + 99) / 100;
    int i = 0;
    for (int seen = counts[0]; seen < rank; seen += counts[i]) {
      i++;
    }
    return Math.round(Quantiles.middle(buckets[i]));
  }

  /** Whether two numbers are the same to a sketch. */
  static boolean areAlike(long a, long b) {
    return Quantiles.bucket(a) == Quantiles.bucket(b);
  }

  @Override
  public NumberSketch copy() {
    NumberSketch copy = new NumberSketch();
    copy.clock = clock;
    copy.buckets = buckets.clone();
    copy.counts = counts.clone();
    copy.size = size;
    copy.total = total;
    return copy;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Varint.writeSigned(out, clock);
    Varint.writeUnsigned(out, size);
    long before = 0;
    for (int i = 0; i < size; i++) {
      Varint.writeSigned(out, buckets[i] - before);
      Varint.writeUnsigned(out, counts[i]);
      before = buckets[i];
    }
  }

  static NumberSketch read(DataInput in) throws IOException {
    NumberSketch read = new NumberSketch();
    read.clock = Varint.readSigned(in);
    long size = Varint.readUnsigned(in);
    if (size < 0 || size > MOST) {
      throw new IOException("a sketch of " + size + " buckets: the state is damaged");
    }
    read.buckets = new long[Math.max(2, (int) size)];
    read.counts = new int[read.buckets.length];
    read.size = (int) size;
    long before = 0;
    for (int i = 0; i < size; i++) {
      before += Varint.readSigned(in);
      read.buckets[i] = before;
      read.counts[i] = (int) Varint.readUnsigned(in);
      read.total += read.counts[i];
    }
    return read;
  }
}
