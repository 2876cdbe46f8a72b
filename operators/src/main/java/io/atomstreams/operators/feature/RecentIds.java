package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The ids an entity has sent lately, as 64-bit hashes with their event time in seconds. Two
 * different ids of one entity collide with probability about n²/2⁶⁵: below 10⁻¹² for 4096 ids.
 *
 * <p>At most {@link #MOST} are kept; beyond that the oldest is forgotten first. About 11 bytes an
 * id; a look-up walks the ids, newest first.
 */
final class RecentIds {

  static final int MOST = 4096;

  private long[] hashes = new long[2];
  private long[] seconds = new long[2];
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

  /** Whether the id was seen with an event time not before {@code horizon}, ms. */
  boolean contains(long hash, long horizon) {
    long oldest = Math.floorDiv(horizon, 1000);
    for (int i = size - 1; i >= 0; i--) {
      if (hashes[i] == hash && seconds[i] >= oldest) {
        return true;
      }
    }
    return false;
  }

  /** Remembers an id and forgets those whose event time is before {@code horizon}, ms. */
  void add(long hash, long ts, long horizon) {
    prune(Math.floorDiv(horizon, 1000));
    if (size == MOST) {
      System.arraycopy(hashes, 1, hashes, 0, size - 1);
      System.arraycopy(seconds, 1, seconds, 0, size - 1);
      size--;
    }
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * size);
      seconds = Arrays.copyOf(seconds, 2 * size);
    }
    hashes[size] = hash;
    seconds[size] = Math.floorDiv(ts, 1000);
    size++;
  }

  private void prune(long horizon) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (seconds[i] >= horizon) {
        hashes[kept] = hashes[i];
        seconds[kept] = seconds[i];
        kept++;
      }
    }
    size = kept;
  }

  void clear() {
    size = 0;
  }

  void set(RecentIds other) {
    claim(other.size);
    System.arraycopy(other.hashes, 0, hashes, 0, other.size);
    System.arraycopy(other.seconds, 0, seconds, 0, other.size);
    size = other.size;
  }

  /** Makes room for so many ids, whatever was there. */
  private void claim(int capacity) {
    if (capacity > hashes.length) {
      hashes = new long[capacity];
      seconds = new long[capacity];
    }
  }

  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, size);
    long before = 0;
    for (int i = 0; i < size; i++) {
      out.writeLong(hashes[i]);
      Varint.writeSigned(out, seconds[i] - before);
      before = seconds[i];
    }
  }

  void read(DataInput in) throws IOException {
    int count = (int) Varint.readUnsigned(in);
    if (count < 0 || count > MOST) {
      throw new IOException(count + " ids: the state is damaged");
    }
    claim(count);
    size = count;
    long before = 0;
    for (int i = 0; i < count; i++) {
      hashes[i] = in.readLong();
      before += Varint.readSigned(in);
      seconds[i] = before;
    }
  }
}
