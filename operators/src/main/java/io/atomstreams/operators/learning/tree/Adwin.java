package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * ADWIN2 (Bifet, Gavaldà 2007, "Learning from time-changing data with adaptive windowing") over
 * losses in [0, 1], a tree's own and in two flat arrays: an exponential histogram of at most {@code
 * M = 5} buckets of each size, whose smallest bucket holds a block of {@link #BLOCK} values. It is
 * looked for a cut when a block is full.
 *
 * <p>The window is cut where the means of its older and newer part differ by more than {@code √(2/m
 * · σ² · ln(2/δ′)) + 2/(3m) · ln(2/δ′)}, with {@code 1/m = 1/n₀ + 1/n₁} and {@code δ′ = δ / ln n};
 * then the oldest bucket goes.
 *
 * <p>Cost: an addition, and every {@link #BLOCK} values a few operations for each of the {@code
 * 5·log₂(n / 80)} buckets. Memory: 16 bytes a bucket.
 */
final class Adwin {

  /** How many values the smallest bucket holds. */
  static final int BLOCK = 16;

  private static final int MOST = 5;
  private static final int ROOM = MOST + 1;
  private static final int FEWEST = 2 * BLOCK;

  /** Row r holds buckets of {@code BLOCK << r} values, the oldest first. */
  private double[] sums = new double[2 * ROOM];

  private double[] squares = new double[2 * ROOM];
  private int[] counts = new int[2];

  private int rows = 1;
  private long length;
  private double total;
  private double totalSquares;

  private int pending;
  private double pendingSum;
  private double pendingSquares;

  /**
   * Takes in a loss.
   *
   * @param delta in (0, 1): how likely a window without change is cut, for each look at it
   * @return whether the window was cut and what is left has a greater mean than before
   */
  boolean add(double loss, double delta) {
    pendingSum += loss;
    pendingSquares += loss * loss;
    if (++pending < BLOCK) {
      return false;
    }
    append(0, pendingSum, pendingSquares);
    length += BLOCK;
    total += pendingSum;
    totalSquares += pendingSquares;
    pending = 0;
    pendingSum = 0;
    pendingSquares = 0;
    double before = total / length;
    return shrink(delta) && total / length > before;
  }

  private void append(int row, double sum, double square) {
    if (row == rows) {
      rows++;
      if (rows > counts.length) {
        counts = Arrays.copyOf(counts, 2 * counts.length);
        sums = Arrays.copyOf(sums, ROOM * counts.length);
        squares = Arrays.copyOf(squares, ROOM * counts.length);
      }
    }
    int first = row * ROOM;
    sums[first + counts[row]] = sum;
    squares[first + counts[row]] = square;
    counts[row]++;
    if (counts[row] > MOST) {
      double mergedSum = sums[first] + sums[first + 1];
      double mergedSquares = squares[first] + squares[first + 1];
      drop(row, 2);
      append(row + 1, mergedSum, mergedSquares);
    }
  }

  private void drop(int row, int oldest) {
    int first = row * ROOM;
    counts[row] -= oldest;
    System.arraycopy(sums, first + oldest, sums, first, counts[row]);
    System.arraycopy(squares, first + oldest, squares, first, counts[row]);
  }

  private boolean shrink(double delta) {
    boolean cut = false;
    while (length >= FEWEST && mustBeCut(delta)) {
      int row = rows - 1;
      total -= sums[row * ROOM];
      totalSquares -= squares[row * ROOM];
      length -= (long) BLOCK << row;
      drop(row, 1);
      while (rows > 1 && counts[rows - 1] == 0) {
        rows--;
      }
      cut = true;
    }
    return cut;
  }

  private boolean mustBeCut(double delta) {
    double n = length;
    double mean = total / n;
    double variance = Math.max(0, totalSquares / n - mean * mean);
    double confidence = StrictMath.log(2 * StrictMath.log(n) / delta);
    double spread = 2 * variance * confidence;
    double linear = 2 * confidence / 3;
    double older = 0;
    double olderSum = 0;
    for (int row = rows - 1; row >= 0; row--) {
      double size = (long) BLOCK << row;
      for (int i = row * ROOM; i < row * ROOM + counts[row]; i++) {
        older += size;
        olderSum += sums[i];
        double newer = n - older;
        if (newer > 0 && differs(older, newer, olderSum, spread, linear)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Multiplied out so that one division is left and no root. */
  private boolean differs(
      double older, double newer, double olderSum, double spread, double linear) {
    double n = older + newer;
    double inverse = 1 / (older * newer);
    double difference = Math.abs(olderSum * n - total * older) * inverse;
    double reciprocal = n * inverse;
    double above = difference - linear * reciprocal;
    return above > 0 && above * above > spread * reciprocal;
  }

  /** How many losses the window holds, without those of the block that is not full. */
  long length() {
    return length;
  }

  /** The mean of the window and of the block that is not full; 0 if both are empty. */
  double mean() {
    long all = length + pending;
    return all == 0 ? 0 : (total + pendingSum) / all;
  }

  void clear() {
    Arrays.fill(counts, 0);
    rows = 1;
    length = 0;
    total = 0;
    totalSquares = 0;
    pending = 0;
    pendingSum = 0;
    pendingSquares = 0;
  }

  Adwin copy() {
    Adwin copy = new Adwin();
    copy.sums = sums.clone();
    copy.squares = squares.clone();
    copy.counts = counts.clone();
    copy.rows = rows;
    copy.length = length;
    copy.total = total;
    copy.totalSquares = totalSquares;
    copy.pending = pending;
    copy.pendingSum = pendingSum;
    copy.pendingSquares = pendingSquares;
    return copy;
  }

  long memoryBytes() {
    return 160 + 8L * (sums.length + squares.length) + 4L * counts.length;
  }

  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, rows);
    for (int row = 0; row < rows; row++) {
      Varint.writeUnsigned(out, counts[row]);
      for (int i = row * ROOM; i < row * ROOM + counts[row]; i++) {
        out.writeDouble(sums[i]);
        out.writeDouble(squares[i]);
      }
    }
    out.writeDouble(total);
    out.writeDouble(totalSquares);
    Varint.writeUnsigned(out, pending);
    out.writeDouble(pendingSum);
    out.writeDouble(pendingSquares);
  }

  static Adwin read(DataInput in) throws IOException {
    Adwin read = new Adwin();
    read.rows = Wire.count(in, 56);
    int room = Math.max(2, read.rows);
    read.counts = new int[room];
    read.sums = new double[room * ROOM];
    read.squares = new double[room * ROOM];
    for (int row = 0; row < read.rows; row++) {
      read.counts[row] = Wire.count(in, MOST);
      for (int i = row * ROOM; i < row * ROOM + read.counts[row]; i++) {
        read.sums[i] = in.readDouble();
        read.squares[i] = in.readDouble();
      }
      read.length += ((long) read.counts[row] * BLOCK) << row;
    }
    read.total = in.readDouble();
    read.totalSquares = in.readDouble();
    read.pending = Wire.count(in, BLOCK);
    read.pendingSum = in.readDouble();
    read.pendingSquares = in.readDouble();
    return read;
  }
}
