package io.atomstreams.operators.profile;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the values of one field look like; {@link Profiler} says how exact it is.
 *
 * @param path such as {@code lines[].sku}
 * @param missing objects without this field; of the elements of an array none can be
 * @param types how many values of each type, those that occur
 * @param distinct of texts, numbers and booleans
 * @param numbers of those in the range of a double, if there are any and they may be shown
 * @param lengths of texts, if there are any
 * @param top frequent values, most frequent first, if they may be shown
 */
public record FieldProfile(
    String path,
    long missing,
    Map<ValueType, Long> types,
    Distinct distinct,
    Optional<Numbers> numbers,
    Optional<Lengths> lengths,
    List<TopValue> top) {

  public FieldProfile {
    Map<ValueType, Long> ordered = new EnumMap<>(ValueType.class);
    ordered.putAll(types);
    types = Collections.unmodifiableMap(ordered);
    top = List.copyOf(top);
  }

  /** How many different values; with probability 0.95 between low and high. */
  public record Distinct(long estimate, long low, long high) {}

  /**
   * How numbers are spread.
   *
   * @param mean {@code NaN} where it is lost beyond the range of a double, as the deviation
   * @param deviation sample standard deviation, {@code NaN} of a single number
   * @param quantiles at {@link #RANKS}: the least number with at least this share of the numbers at
   *     or below it
   */
  public record Numbers(
      long count, double min, double max, double mean, double deviation, List<Double> quantiles) {

    public static final List<Double> RANKS = List.of(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);

    public Numbers {
      quantiles = List.copyOf(quantiles);
    }

    /**
     * The quantile of a rank.
     *
     * @throws IllegalArgumentException if it is none of {@link #RANKS}
     */
    public double quantile(double rank) {
      int position = RANKS.indexOf(rank);
      if (position < 0) {
        throw new IllegalArgumentException("rank " + rank + ": there are " + RANKS);
      }
      return quantiles.get(position);
    }
  }

  /** Characters of the texts. */
  public record Lengths(int min, int max, double mean) {}

  /** A frequent value and how often it occurred, for certain and at most. */
  public record TopValue(String value, long atLeast, long atMost) {}

  /** All values, nulls among them. */
  public long values() {
    return types.values().stream().mapToLong(Long::longValue).sum();
  }

  public long nulls() {
    return types.getOrDefault(ValueType.NULL, 0L);
  }
}
