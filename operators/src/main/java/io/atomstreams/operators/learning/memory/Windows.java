package io.atomstreams.operators.learning.memory;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The lengths that the short-term memory could have, and how each would have done. A window is all
 * examples since its start; each example is predicted from every window before it joins them
 * (interleaved test-train). A shorter window is better than the full one when, of the examples
 * since its start about which only one of the two was right, it was right about more, by more than
 * {@value #DEVIATIONS} standard deviation of a fair coin: {@code better − worse > √(better +
 * worse)}, McNemar's statistic. Of several the one with the largest statistic.
 *
 * <p>A window opens every {@value #GRID} examples; of three neighbours the middle one is dropped
 * when the oldest is at most twice as long as the youngest. So lengths from one to the next grow by
 * a factor of two at most, and there are about {@code 4 + 2·log₂(length / 100)} of them.
 */
final class Windows {

  static final int GRID = 25;
  static final int SHORTEST = 50;
  private static final double DEVIATIONS = 1;

  /** More than any length that fits an int needs. */
  private static final int MOST = 64;

  private final int[] start;
  private final int[] better;
  private final int[] worse;
  private int count;

  Windows() {
    this(new int[MOST], new int[MOST], new int[MOST], 1);
  }

  private Windows(int[] start, int[] better, int[] worse, int count) {
    this.start = start;
    this.better = better;
    this.worse = worse;
    this.count = count;
  }

  int count() {
    return count;
  }

  /** Index of the window's first example; the first window has all. */
  int start(int window) {
    return start[window];
  }

  /** Takes in that the full window or this one, and not the other, was right about an example. */
  void differed(int window, boolean thisWasRight) {
    if (thisWasRight) {
      better[window]++;
    } else {
      worse[window]++;
    }
  }

  /** Opens a window that begins with the next example, of which there are so many now. */
  void open(int length) {
    for (int w = 1; w < count - 1; w++) {
      if (length - start[w - 1] <= 2 * (length - start[w + 1])) {
        remove(w);
        w--;
      }
    }
    start[count] = length;
    better[count] = 0;
    worse[count] = 0;
    count++;
  }

  private void remove(int window) {
    int after = count - window - 1;
    System.arraycopy(start, window + 1, start, window, after);
    System.arraycopy(better, window + 1, better, window, after);
    System.arraycopy(worse, window + 1, worse, window, after);
    count--;
  }

  /** The window that is better than the full one; 0 if none is. */
  int best(int length) {
    int best = 0;
    double most = DEVIATIONS * DEVIATIONS;
    for (int w = 1; w < count && length - start[w] >= SHORTEST; w++) {
      double ahead = better[w] - worse[w];
      double statistic = ahead * ahead / (better[w] + worse[w]);
      if (ahead > 0 && statistic > most) {
        most = statistic;
        best = w;
      }
    }
    return best;
  }

  /** The full window becomes this one; the comparisons begin anew. */
  void shrinkTo(int window) {
    removeOldest(start[window]);
    for (int w = 0; w < count; w++) {
      better[w] = 0;
      worse[w] = 0;
    }
  }

  /** The oldest examples are gone: what began before now begins with the oldest that is left. */
  void removeOldest(int examples) {
    while (count > 1 && start[1] <= examples) {
      remove(0);
    }
    for (int w = 0; w < count; w++) {
      start[w] = Math.max(0, start[w] - examples);
    }
  }

  Windows copy() {
    return new Windows(start.clone(), better.clone(), worse.clone(), count);
  }

  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, count);
    for (int w = 0; w < count; w++) {
      Varint.writeUnsigned(out, start[w]);
      Varint.writeUnsigned(out, better[w]);
      Varint.writeUnsigned(out, worse[w]);
    }
  }

  static Windows read(DataInput in) throws IOException {
    Windows windows = new Windows();
    windows.count = (int) Varint.readUnsigned(in);
    if (windows.count < 1 || windows.count > MOST) {
      throw new IOException(
          "%d windows, must be 1 to %d: the state is damaged".formatted(windows.count, MOST));
    }
    for (int w = 0; w < windows.count; w++) {
      windows.start[w] = (int) Varint.readUnsigned(in);
      windows.better[w] = (int) Varint.readUnsigned(in);
      windows.worse[w] = (int) Varint.readUnsigned(in);
    }
    return windows;
  }
}
