package io.atomstreams.operators.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;

/**
 * ADWIN2 (Bifet, Gavaldà: Learning from Time-Changing Data with Adaptive Windowing, SDM 2007). The
 * window is the longest that shows no change: whenever it can be cut into an older part of {@code
 * n0} values and a newer one of {@code n1} whose means differ by
 *
 * <pre>  |mean0 - mean1| >= sqrt(2/m v ln(2/d)) + 2/(3m) ln(2/d),   d = delta / ln(n0 + n1)</pre>
 *
 * where {@code 1/m = 1/n0 + 1/n1} and {@code v} is the window's variance, its oldest bucket is
 * dropped, and again until no cut does. Values lie in an exponential histogram: row {@code k} has
 * at most {@code buckets} buckets of {@code 2^k} values each, so cuts are looked for at {@code
 * O(buckets log n)} places. Memory: 16 bytes a bucket. Cost of a value: O(1) amortised, and every
 * {@code clock} values a walk over the buckets.
 */
public final class Adwin implements Detector<Adwin.Window> {

  static final String NAME = "adwin";

  private static final long serialVersionUID = 1;

  /** No part shorter than this is compared. */
  private static final int SHORTEST = 5;

  /**
   * The settings.
   *
   * @param delta confidence of each comparison, in (0, 1): smaller means fewer false alarms
   * @param clock look for a cut every so many values, 1 to 10,000
   * @param buckets most buckets a row, 2 to 100
   * @param decreases whether a fall of the mean is a drift too; if not, the window is cut in
   *     silence
   */
  public record Options(double delta, int clock, int buckets, boolean decreases)
      implements Serializable {

    public static final Options DEFAULT = new Options(0.002, 32, 5, true);

    public Options {
      DetectorCodec.require(delta > 0 && delta < 1, NAME, "delta", delta, "in (0, 1)");
      DetectorCodec.require(
          clock >= 1 && clock <= 10_000, NAME, "clock", clock, "between 1 and 10000");
      DetectorCodec.require(
          buckets >= 2 && buckets <= 100, NAME, "buckets", buckets, "between 2 and 100");
    }

    static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          given.number("delta", DEFAULT.delta),
          DetectorCodec.whole(given, "clock", DEFAULT.clock, 1, 10_000),
          DetectorCodec.whole(given, "buckets", DEFAULT.buckets, 2, 100),
          given.flag("decreases", DEFAULT.decreases));
    }
  }

  private final Options options;

  public Adwin(Options options) {
    this.options = options;
  }

  @Override
  public DetectorCodec<Window> codec() {
    return new Codec(options.buckets);
  }

  @Override
  public Domain domain() {
    return Domain.UNIT;
  }

  @Override
  public Signal update(Window window, double value) {
    domain().require(NAME, value);
    window.add(value);
    if (++window.sinceLooked < options.clock) {
      return Signal.NONE;
    }
    window.sinceLooked = 0;
    double rise = cut(window);
    if (rise == 0) {
      return Signal.NONE;
    }
    boolean matters = rise > 0 || options.decreases;
    while (cut(window) != 0) {
      // until the window is of one piece
    }
    return matters ? Signal.DRIFT : Signal.NONE;
  }

  /** Drops the oldest bucket if a cut shows a change: by how much the mean rose, 0 for none. */
  private double cut(Window window) {
    long n = window.size();
    if (n < 2 * SHORTEST) {
      return 0;
    }
    double log = Math.log(2 * Math.log((double) n) / options.delta);
    double spread = 2 * window.variance() * log;
    long n0 = 0;
    double sum0 = 0;
    for (int row = window.rows - 1; row >= 0; row--) {
      int from = row * window.width;
      int to = from + window.counts[row];
      for (int at = from; at < to; at++) {
        n0 += 1L << row;
        sum0 += window.sums[at];
        long n1 = n - n0;
        if (n0 >= SHORTEST && n1 >= SHORTEST) {
          double reciprocal = 1.0 / n0 + 1.0 / n1;
          double rise = (window.sum - sum0) / n1 - sum0 / n0;
          // the first term alone, squared: most cuts fail it and need no root
          if (rise * rise > spread * reciprocal
              && Math.abs(rise) >= Math.sqrt(spread * reciprocal) + 2 * log * reciprocal / 3) {
            window.dropOldest();
            return rise;
          }
        }
      }
    }
    return 0;
  }

  /** The window as buckets, the longest oldest. */
  public static final class Window {

    private final int width;

    /** Of each row the number of buckets. */
    private int[] counts = new int[1];

    /** Row by row, {@code width} places each, of which the first hold buckets, the oldest first. */
    private double[] sums;

    /** Sum of squared differences from the bucket's mean. */
    private double[] squares;

    private int rows = 1;
    private long size;
    private double sum;
    private double square;
    private int sinceLooked;

    private Window(int buckets) {
      width = buckets + 1;
      sums = new double[width];
      squares = new double[width];
    }

    /** How many values the window holds. */
    public long size() {
      return size;
    }

    /** Of the values in the window; 0 if there are none. */
    public double mean() {
      return size == 0 ? 0 : sum / size;
    }

    double variance() {
      return square / size;
    }

    private void add(double value) {
      if (size > 0) {
        double difference = value - sum / size;
        square += difference * difference * size / (size + 1);
      }
      size++;
      sum += value;
      append(0, value, 0);
    }

    private void append(int row, double newSum, double newSquare) {
      int at = row * width + counts[row]++;
      sums[at] = newSum;
      squares[at] = newSquare;
      if (counts[row] == width) {
        mergeOldest(row);
      }
    }

    /** Two buckets of a full row become one of the next. */
    private void mergeOldest(int row) {
      int at = row * width;
      double difference = sums[at + 1] - sums[at];
      // of two parts of 2^row values: d^2 / (2 * 2^row), d the difference of their sums
      double merged = squares[at] + squares[at + 1] + difference * difference / (2L << row);
      double both = sums[at] + sums[at + 1];
      counts[row] -= 2;
      System.arraycopy(sums, at + 2, sums, at, counts[row]);
      System.arraycopy(squares, at + 2, squares, at, counts[row]);
      if (row + 1 == rows) {
        grow(rows + 1);
      }
      append(row + 1, both, merged);
    }

    private void grow(int to) {
      rows = to;
      counts = Arrays.copyOf(counts, rows);
      sums = Arrays.copyOf(sums, rows * width);
      squares = Arrays.copyOf(squares, rows * width);
    }

    private void dropOldest() {
      int at = (rows - 1) * width;
      int left = --counts[rows - 1];
      System.arraycopy(sums, at + 1, sums, at, left);
      System.arraycopy(squares, at + 1, squares, at, left);
      while (rows > 1 && counts[rows - 1] == 0) {
        rows--;
      }
      addUp();
    }

    /** Totals anew from the buckets, so that no error of rounding stays behind. */
    private void addUp() {
      size = 0;
      sum = 0;
      square = 0;
      for (int row = rows - 1; row >= 0; row--) {
        for (int at = row * width; at < row * width + counts[row]; at++) {
          long length = 1L << row;
          if (size > 0) {
            double difference = sums[at] / length - sum / size;
            square += difference * difference * ((double) size * length / (size + length));
          }
          size += length;
          sum += sums[at];
          square += squares[at];
        }
      }
    }
  }

  /** Rows from the finest, then the totals. */
  private static final class Codec extends DetectorCodec<Window> {

    private static final long serialVersionUID = 1;

    private final int buckets;

    Codec(int buckets) {
      super(NAME, 1);
      this.buckets = buckets;
    }

    @Override
    public String layout() {
      return "buckets " + buckets;
    }

    @Override
    public Window create() {
      return new Window(buckets);
    }

    @Override
    public void write(Window window, DataOutput out) throws IOException {
      out.writeByte(window.rows);
      for (int row = 0; row < window.rows; row++) {
        out.writeByte(window.counts[row]);
        for (int at = row * window.width; at < row * window.width + window.counts[row]; at++) {
          out.writeDouble(window.sums[at]);
          out.writeDouble(window.squares[at]);
        }
      }
      out.writeLong(window.size);
      out.writeDouble(window.sum);
      out.writeDouble(window.square);
      out.writeInt(window.sinceLooked);
    }

    @Override
    Window read(DataInput in) throws IOException {
      Window window = create();
      window.grow(in.readUnsignedByte());
      for (int row = 0; row < window.rows; row++) {
        window.counts[row] = in.readUnsignedByte();
        for (int at = row * window.width; at < row * window.width + window.counts[row]; at++) {
          window.sums[at] = in.readDouble();
          window.squares[at] = in.readDouble();
        }
      }
      window.size = in.readLong();
      window.sum = in.readDouble();
      window.square = in.readDouble();
      window.sinceLooked = in.readInt();
      return window;
    }
  }
}
