package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The ids an entity has sent lately, as 64-bit hashes with their event time in seconds, in the
 * order in which they came. Two different ids of one entity collide with probability about n²/2⁶⁵:
 * below 10⁻¹³ for 1024 ids.
 *
 * <p>At most {@link #MOST} are kept; beyond that the oldest is forgotten first. About 11 bytes an
 * id; a look-up walks the ids, newest first, an addition costs nothing but its own.
 */
final class RecentIds {

  static final int MOST = 1024;

  private static final int FIRST_CAPACITY = 2;

  // A ring: the oldest lies at head, capacities are powers of two.
  private long[] hashes = new long[FIRST_CAPACITY];
  private long[] seconds = new long[FIRST_CAPACITY];
  private int head;
  private int size;

  /** FNV-1a over the characters, finished with a 64-bit mix. */
  static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 32);
  }

  int size() {
    return size;
  }

  private int at(int i) {
    return (head + i) & (hashes.length - 1);
  }

  /** Whether the id was seen with an event time not before {@code horizon}, ms. */
  boolean contains(long hash, long horizon) {
    long oldest = Math.floorDiv(horizon, 1000);
    int end = head + size;
    int split = Math.min(end, hashes.length);
    return isAmong(hash, oldest, 0, end - split) || isAmong(hash, oldest, head, split);
  }

  private boolean isAmong(long hash, long oldest, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (hashes[i] == hash && seconds[i] >= oldest) {
        return true;
      }
    }
    return false;
  }

  /**
   * Remembers an id and forgets those whose event time is before {@code horizon}, ms. One that is
   * behind a younger one stays until that goes; {@link #contains} does not see it.
   */
  void add(long hash, long ts, long horizon) {
    long oldest = Math.floorDiv(horizon, 1000);
    while (size > 0 && (seconds[head] < oldest || size == MOST)) {
      head = at(1);
      size--;
    }
    if (size == hashes.length) {
      grow(2 * size);
    }
    hashes[at(size)] = hash;
    seconds[at(size)] = Math.floorDiv(ts, 1000);
    size++;
  }

  private void grow(int capacity) {
    long[] moreHashes = new long[capacity];
    long[] moreSeconds = new long[capacity];
    for (int i = 0; i < size; i++) {
      moreHashes[i] = hashes[at(i)];
      moreSeconds[i] = seconds[at(i)];
    }
    hashes = moreHashes;
    seconds = moreSeconds;
    head = 0;
  }

  void clear() {
    head = 0;
    size = 0;
  }

  RecentIds copy() {
    RecentIds copy = new RecentIds();
    copy.claim(size);
    for (int i = 0; i < size; i++) {
      copy.hashes[i] = hashes[at(i)];
      copy.seconds[i] = seconds[at(i)];
    }
    return copy;
  }

  /** Becomes as many without content. */
  private void claim(int count) {
    if (count > hashes.length) {
      int capacity = Integer.highestOneBit(count - 1) << 1;
      hashes = new long[capacity];
      seconds = new long[capacity];
    }
    head = 0;
    size = count;
  }

  /** Bytes of heap, about. */
  int footprint() {
    return 2 * Long.BYTES * hashes.length;
  }

  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, size);
    long before = 0;
    for (int i = 0; i < size; i++) {
      out.writeLong(hashes[at(i)]);
      Varint.writeSigned(out, seconds[at(i)] - before);
      before = seconds[at(i)];
    }
  }

  void read(DataInput in) throws IOException {
    int count = (int) Varint.readUnsigned(in);
    if (count < 0 || count > MOST) {
      throw new IOException(count + " ids: the state is damaged");
    }
    claim(count);
    long before = 0;
    for (int i = 0; i < count; i++) {
      hashes[i] = in.readLong();
      before += Varint.readSigned(in);
      seconds[i] = before;
    }
  }
}
