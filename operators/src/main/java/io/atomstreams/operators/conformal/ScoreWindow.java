package io.atomstreams.operators.conformal;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The latest scores, at most {@code capacity}, in the order of their coming and by size. Adding one
 * moves at most {@code capacity} numbers of a sorted array; a rank is read at once. 16 bytes a
 * score.
 */
final class ScoreWindow {

  private static final int FIRST_CAPACITY = 16;

  /** 1 − 0.9 is no tenth: a rank that is whole but for that is whole. */
  private static final double ROUNDING = 1e-9;

  private final int capacity;

  /** Oldest first from {@code first} on, around the end. */
  private double[] ring;

  private double[] sorted;
  private int first;
  private int size;

  ScoreWindow(int capacity) {
    this.capacity = capacity;
    int length = Math.min(capacity, FIRST_CAPACITY);
    this.ring = new double[length];
    this.sorted = new double[length];
  }

  int size() {
    return size;
  }

  void add(double score) {
    if (size == capacity) {
      dropOldest();
    } else if (size == ring.length) {
      grow(Math.min(capacity, 2 * size));
    }
    ring[(first + size) % ring.length] = score;
    int at = insertionPoint(score);
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = score;
    size++;
  }

  /** Forgets all but the latest. */
  void keepLatest(int count) {
    while (size > count) {
      dropOldest();
    }
  }

  /** The {@code rank}-th smallest, from 1. */
  double smallest(int rank) {
    return sorted[rank - 1];
  }

  /**
   * The {@code ⌈(n + 1)(1 − level)⌉}-th smallest, or the greatest; infinite below {@code ⌈1 /
   * alpha⌉ − 1} scores.
   */
  double threshold(double level, double alpha) {
    if ((size + 1) * alpha < 1 - ROUNDING) {
      return Double.POSITIVE_INFINITY;
    }
    double rank = Math.ceil((size + 1) * (1 - level) - ROUNDING);
    return sorted[(int) Math.max(1, Math.min(size, rank)) - 1];
  }

  private void dropOldest() {
    double oldest = ring[first];
    first = (first + 1) % ring.length;
    int at = Arrays.binarySearch(sorted, 0, size, oldest);
    size--;
    System.arraycopy(sorted, at + 1, sorted, at, size - at);
  }

  private int insertionPoint(double score) {
    int at = Arrays.binarySearch(sorted, 0, size, score);
    return at < 0 ? -at - 1 : at;
  }

  private void grow(int length) {
    double[] longer = new double[length];
    for (int i = 0; i < size; i++) {
      longer[i] = ring[(first + i) % ring.length];
    }
    ring = longer;
    first = 0;
    sorted = Arrays.copyOf(sorted, length);
  }

  ScoreWindow copy() {
    ScoreWindow copy = new ScoreWindow(capacity);
    copy.ring = ring.clone();
    copy.sorted = sorted.clone();
    copy.first = first;
    copy.size = size;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, size);
    for (int i = 0; i < size; i++) {
      out.writeDouble(ring[(first + i) % ring.length]);
    }
  }

  /** Reads what was written, of it the latest that have room. */
  static ScoreWindow read(DataInput in, int capacity) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    double[] scores = new double[size];
    for (int i = 0; i < size; i++) {
      scores[i] = in.readDouble();
    }
    ScoreWindow window = new ScoreWindow(capacity);
    int kept = Math.min(size, capacity);
    window.ring = Arrays.copyOf(Arrays.copyOfRange(scores, size - kept, size), Math.max(kept, 1));
    window.sorted = window.ring.clone();
    window.size = kept;
    Arrays.sort(window.sorted, 0, kept);
    return window;
  }
}
