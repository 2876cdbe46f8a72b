package io.atomstreams.pipelines.report.measure;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something for each span of time, in at most {@link #MOST} bins: where more would be needed, bins
 * are merged to the next width. Widths divide each other and bins begin at multiples of theirs, so
 * the bins depend on which times came and not on their order.
 *
 * @param <T> what is kept of a bin
 */
public final class TimeBins<T> {

  /** More than these are told apart on no screen. */
  static final int MOST = 240;

  private static final List<Long> WIDTHS =
      List.of(
          1_000L,
          5_000L,
          15_000L,
          60_000L,
          300_000L,
          900_000L,
          3_600_000L,
          10_800_000L,
          21_600_000L,
          43_200_000L,
          86_400_000L,
          604_800_000L,
          2_419_200_000L,
          29_030_400_000L);

  private final Supplier<T> empty;
  private final BinaryOperator<T> merge;
  private TreeMap<Long, T> bins = new TreeMap<>();
  private int width;

  /**
   * With no bin.
   *
   * @param empty what a bin begins with
   * @param merge puts two bins together, whichever comes first
   */
  public TimeBins(Supplier<T> empty, BinaryOperator<T> merge) {
    this.empty = empty;
    this.merge = merge;
  }

  /** Hands over the bin of an instant, ms since the epoch. */
  public void at(long millis, Consumer<T> change) {
    change.accept(bins.computeIfAbsent(begin(millis), unused -> empty.get()));
    while (width < WIDTHS.size() - 1 && span() > MOST) {
      width++;
      TreeMap<Long, T> wider = new TreeMap<>();
      for (Map.Entry<Long, T> bin : bins.entrySet()) {
        wider.merge(begin(bin.getKey()), bin.getValue(), merge);
      }
      bins = wider;
    }
  }

  private long span() {
    return (bins.lastKey() - bins.firstKey()) / width() + 1;
  }

  private long begin(long millis) {
    return Math.floorDiv(millis, width()) * width();
  }

  /** Of a bin, ms. */
  public long width() {
    return WIDTHS.get(width);
  }

  /** Bins by their beginning; those in which nothing came are absent. */
  public NavigableMap<Long, T> bins() {
    return bins;
  }
}
