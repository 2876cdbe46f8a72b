package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Integers counted by a key, ascending by key: a histogram, a calendar or a bounded set of
 * categories. Two arrays; 2 to 4 bytes an entry on disk where keys lie close together.
 *
 * <p>Bounded by keeping the least or the greatest keys. That is exact in every order: a key among
 * the k least of all is among the k least of every part, so none of its counts is ever dropped.
 */
final class Counts {

  /** Above this a packed value is damaged, not large. */
  static final int MOST = 8192;

  private long[] keys = new long[1];
  private long[] counts = new long[1];
  private int size;

  int size() {
    return size;
  }

  long key(int i) {
    return keys[i];
  }

  long count(int i) {
    return counts[i];
  }

  /** Sum of all counts; wraps as {@code long} does. */
  long total() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += counts[i];
    }
    return total;
  }

  /** The count of a key, 0 if it is not there. */
  long of(long key) {
    int at = Arrays.binarySearch(keys, 0, size, key);
    return at < 0 ? 0 : counts[at];
  }

  void add(long key, long count) {
    int at = size > 0 && keys[size - 1] == key ? size - 1 : Arrays.binarySearch(keys, 0, size, key);
    if (at >= 0) {
      counts[at] += count;
      return;
    }
    insert(-at - 1, key, count);
  }

  private void insert(int at, long key, long count) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    keys[at] = key;
    counts[at] = count;
    size++;
  }

  void addAll(Counts other) {
    int at = 0;
    for (int i = 0; i < other.size; i++) {
      at = addFrom(at, other.keys[i], other.counts[i]);
    }
  }

  /** Adds what {@link #write} wrote. */
  void addAll(long origin, BytesInput in) throws IOException {
    long key = origin;
    int at = 0;
    int count = readSize(in);
    for (int i = 0; i < count; i++) {
      key += i == 0 ? Varint.readSigned(in) : Varint.readUnsigned(in);
      at = addFrom(at, key, Varint.readSigned(in));
    }
  }

  /**
   * Adds one of several, the least key first.
   *
   * @param from how many entries have a lesser key for certain
   * @return {@code from} for the next
   */
  private int addFrom(int from, long key, long count) {
    int at = from;
    if (at < size && keys[at] < key) {
      int found = Arrays.binarySearch(keys, at + 1, size, key);
      at = found < 0 ? -found - 1 : found;
    }
    if (at < size && keys[at] == key) {
      counts[at] += count;
    } else {
      insert(at, key, count);
    }
    return at + 1;
  }

  void clear() {
    size = 0;
  }

  void keepLeast(int most) {
    size = Math.min(size, most);
  }

  void keepGreatest(int most) {
    int over = size - most;
    if (over > 0) {
      System.arraycopy(keys, over, keys, 0, most);
      System.arraycopy(counts, over, counts, 0, most);
      size = most;
    }
  }

  Counts copy() {
    Counts copy = new Counts();
    copy.keys = Arrays.copyOf(keys, Math.max(1, size));
    copy.counts = Arrays.copyOf(counts, Math.max(1, size));
    copy.size = size;
    return copy;
  }

  /** Writes all entries, the first key as its distance from {@code origin}. */
  void write(long origin, DataOutput out) throws IOException {
    Varint.writeUnsigned(out, size);
    long before = origin;
    for (int i = 0; i < size; i++) {
      if (i == 0) {
        Varint.writeSigned(out, keys[i] - before);
      } else {
        Varint.writeUnsigned(out, keys[i] - before);
      }
      before = keys[i];
      Varint.writeSigned(out, counts[i]);
    }
  }

  static Counts read(long origin, DataInput in) throws IOException {
    int size = readSize(in);
    Counts read = new Counts();
    read.keys = new long[Math.max(1, size)];
    read.counts = new long[read.keys.length];
    read.size = size;
    long before = origin;
    for (int i = 0; i < size; i++) {
      before += i == 0 ? Varint.readSigned(in) : Varint.readUnsigned(in);
      read.keys[i] = before;
      read.counts[i] = Varint.readSigned(in);
    }
    return read;
  }

  private static int readSize(DataInput in) throws IOException {
    long size = Varint.readUnsigned(in);
    if (size < 0 || size > MOST) {
      throw new IOException(size + " counts are more than " + MOST + ": the state is damaged");
    }
    return (int) size;
  }

  /** What the aggregations over counts share. */
  abstract static class OfCounts extends Aggregation<Counts> {

    /** Which entry an event belongs to. */
    abstract long key(long ts, long value);

    /** What it adds there. */
    long amount(long value) {
      return 1;
    }

    /** Brings the number of entries back under the bound. */
    abstract void bound(Counts accumulator);

    /** The key near which the keys of a slice lie. */
    long origin(long base) {
      return 0;
    }

    @Override
    public Counts createAccumulator() {
      return new Counts();
    }

    @Override
    public Counts clear(Counts accumulator) {
      accumulator.clear();
      return accumulator;
    }

    @Override
    public Counts add(Counts accumulator, long ts, long value) {
      accumulator.add(key(ts, value), amount(value));
      bound(accumulator);
      return accumulator;
    }

    @Override
    public Counts merge(Counts into, Counts other) {
      into.addAll(other);
      bound(into);
      return into;
    }

    @Override
    public Counts copy(Counts accumulator) {
      return accumulator.copy();
    }

    @Override
    public void write(Counts accumulator, long base, DataOutput out) throws IOException {
      accumulator.write(origin(base), out);
    }

    @Override
    public Counts read(long base, DataInput in) throws IOException {
      return Counts.read(origin(base), in);
    }

    @Override
    public Counts mergePacked(Counts into, long base, BytesInput in) throws IOException {
      into.addAll(origin(base), in);
      bound(into);
      return into;
    }

    @Override
    public void skip(BytesInput in) throws IOException {
      in.skipVarints(2 * readSize(in));
    }
  }
}
