package io.atomstreams.pipelines.chaos.soak;

import java.util.Arrays;

/**
 * How a quantity moved, as the line through its samples that Theil (1950) and Sen (1968) draw: its
 * slope is the median of the slopes between all pairs. Up to 29 % of the samples may lie anywhere
 * without moving it by more than the others would.
 *
 * @param level median of the samples, in their unit
 * @param perSecond slope, in their unit; {@code NaN} of fewer than two
 * @param seconds from the first sample to the last
 */
public record Trend(double level, double perSecond, double seconds) {

  /**
   * Through these points.
   *
   * @param at seconds, ascending and all different
   * @param values as many
   */
  public static Trend of(double[] at, double[] values) {
    if (at.length != values.length) {
      throw new IllegalArgumentException(
          "%d moments have %d values, must be as many".formatted(at.length, values.length));
    }
    if (at.length < 2) {
      return new Trend(median(values), Double.NaN, 0);
    }
    double[] slopes = new double[at.length * (at.length - 1) / 2];
    int next = 0;
    for (int later = 1; later < at.length; later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        slopes[next++] = (values[later] - values[earlier]) / (at[later] - at[earlier]);
      }
    }
    return new Trend(median(values), median(slopes), at[at.length - 1] - at[0]);
  }

  private static double median(double[] of) {
    double[] sorted = of.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length == 0
        ? Double.NaN
        : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** By how much it grew from the first sample to the last, in the samples' unit. */
  public double growth() {
    return perSecond * seconds;
  }

  /** By what share of its level it grew; 0 where it never was anything but 0. */
  public double share() {
    return level == 0 && perSecond == 0 ? 0 : growth() / level;
  }

  /** What it would grow by in an hour, in the samples' unit. */
  public double perHour() {
    return perSecond * 3600;
  }
}
