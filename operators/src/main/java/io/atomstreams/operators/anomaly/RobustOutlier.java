package io.atomstreams.operators.anomaly;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;

/**
 * Says when a value lies far above an entity's own history.
 *
 * <p>The measure is the modified z-score of Iglewicz and Hoaglin (How to Detect and Handle
 * Outliers, 1993): {@code z = 0.6745 (x - median) / MAD} over the latest {@code history} values,
 * where MAD is the median absolute deviation from the median. Median and MAD withstand up to half
 * of the history being outliers themselves. For a history of nearly equal values MAD is (almost) 0
 * and every value would stand out, so MAD is taken as at least {@code minimumSpread} of the median.
 * The value is judged against the history before it and then joins that history.
 *
 * <p>Cost: one walk over at most {@code history} numbers for a value that is no greater than most
 * of them, one sort for one not far above their median, else two; 3 bytes a number in state.
 */
public final class RobustOutlier implements Serializable {

  /** Makes MAD estimate the standard deviation of a normal distribution: the 0.75 quantile. */
  private static final double NORMAL_MAD = 0.6745;

  private static final long serialVersionUID = 1;

  /**
   * The rule's settings.
   *
   * @param history how many latest values are the history, 4 to 256
   * @param minimum how many are needed before anything is judged, 3 to {@code history}
   * @param warning z-score from which a value is reported, greater than 0
   * @param critical z-score from which it is reported as critical, at least {@code warning}
   * @param minimumSpread least MAD as a share of the median, greater than 0
   * @param coolDown how long after a report, and as long before it for a value that comes out of
   *     order, the entity is not reported again; 0 reports every outlier
   */
  public record Options(
      int history,
      int minimum,
      double warning,
      double critical,
      double minimumSpread,
      Duration coolDown)
      implements Serializable {

    public Options {
      require(history >= 4 && history <= 256, "history", history, "4 to 256");
      require(minimum >= 3 && minimum <= history, "minimum", minimum, "3 to history");
      require(warning > 0, "warning", warning, "greater than 0");
      require(critical >= warning, "critical", critical, "at least warning (" + warning + ")");
      require(minimumSpread > 0, "minimumSpread", minimumSpread, "greater than 0");
      require(!coolDown.isNegative(), "coolDown", coolDown, "0 or more");
    }

    private static void require(boolean holds, String name, Object value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(name + " is " + value + ", must be " + rule);
      }
    }
  }

  /** What is remembered of one entity. */
  public static final class History {

    private static final long NEVER = Long.MIN_VALUE;

    /** Oldest first. */
    private long[] values = {};

    private int size;
    private long lastReport = NEVER;

    public History copy() {
      History copy = new History();
      copy.values = values.clone();
      copy.size = size;
      copy.lastReport = lastReport;
      return copy;
    }

    /** Values oldest first, then the time of the last report. */
    public void write(DataOutput out) throws IOException {
      Varint.writeUnsigned(out, size);
      for (int i = 0; i < size; i++) {
        Varint.writeSigned(out, values[i]);
      }
      out.writeBoolean(lastReport != NEVER);
      if (lastReport != NEVER) {
        Varint.writeSigned(out, lastReport);
      }
    }

    public static History read(DataInput in) throws IOException {
      History read = new History();
      read.size = (int) Varint.readUnsigned(in);
      read.values = new long[read.size];
      for (int i = 0; i < read.size; i++) {
        read.values[i] = Varint.readSigned(in);
      }
      if (in.readBoolean()) {
        read.lastReport = Varint.readSigned(in);
      }
      return read;
    }

    /** Forgets the oldest values so that at most {@code most} remain. */
    private void keep(int most) {
      int excess = size - most;
      if (excess > 0) {
        System.arraycopy(values, excess, values, 0, most);
        size = most;
      }
    }

    /** Appends a value, forgetting the oldest so that at most {@code most} remain. */
    private void add(long value, int most) {
      keep(most - 1);
      if (size == values.length) {
        values = Arrays.copyOf(values, Math.min(most, Math.max(4, 2 * size)));
      }
      values[size++] = value;
    }
  }

  /**
   * A value that stands out.
   *
   * @param score modified z-score
   * @param median of the history before the value, the value's unit
   * @param spread the MAD used, the value's unit
   * @param history number of values judged against
   */
  public record Finding(
      boolean critical, long value, double score, double median, double spread, int history) {}

  private final Options options;

  public RobustOutlier(Options options) {
    this.options = options;
  }

  /**
   * Judges a value against the history, then adds it.
   *
   * @param ts event time of the value, ms
   * @return the finding, or {@code null} if the value is ordinary, the history too short or the
   *     last report too recent
   */
  public Finding judge(History history, long ts, long value) {
    history.keep(options.history);
    Finding finding = history.size < options.minimum ? null : compare(history, value);
    history.add(value, options.history);
    if (finding == null || cooling(history, ts)) {
      return null;
    }
    history.lastReport = Math.max(history.lastReport, ts);
    return finding;
  }

  private boolean cooling(History history, long ts) {
    return history.lastReport != History.NEVER
        && Math.abs(ts - history.lastReport) < options.coolDown.toMillis();
  }

  private Finding compare(History history, long value) {
    if (isNoGreaterThanMost(value, history)) {
      return null;
    }
    double[] sorted = new double[history.size];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = history.values[i];
    }
    double median = median(sorted);
    double floor = Math.max(1, options.minimumSpread * Math.abs(median));
    if (NORMAL_MAD * (value - median) / floor < options.warning) {
      return null;
    }
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Math.abs(sorted[i] - median);
    }
    double spread = Math.max(median(sorted), floor);
    double score = NORMAL_MAD * (value - median) / spread;
    return score < options.warning
        ? null
        : new Finding(score >= options.critical, value, score, median, spread, history.size);
  }

  /** Then it is no greater than the median, and its score not above 0. */
  private static boolean isNoGreaterThanMost(long value, History history) {
    int notLess = 0;
    for (int i = 0; i < history.size; i++) {
      notLess += history.values[i] >= value ? 1 : 0;
    }
    return 2 * notLess > history.size;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }
}
