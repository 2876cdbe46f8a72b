package io.atomstreams.operators.profile;

import io.atomstreams.operators.profile.FieldProfile.Distinct;
import io.atomstreams.operators.profile.FieldProfile.TopValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;

/** What is known of one field. */
final class FieldAccumulator {

  /** Longer top values, characters, are cut and end in an ellipsis. */
  static final int LONGEST_TOP_VALUE = 64;

  /** Binary logarithm of the cells that count different values. */
  private static final int LG_CELLS = 12;

  private static final int FREQUENT_PLACES = 256;
  private static final int STANDARD_ERRORS = 2;

  private static final Comparator<TopValue> MOST_FREQUENT_FIRST =
      Comparator.comparingLong(TopValue::atLeast).reversed().thenComparing(TopValue::value);

  final long[] counts = new long[ValueType.values().length];
  HllSketch distinct;
  NumberAccumulator numbers;
  LengthAccumulator lengths;
  ItemsSketch<String> frequent;

  /**
   * Takes a value in.
   *
   * @param spread whether to keep how numbers are spread
   * @param shown whether to keep which values are frequent
   */
  void add(JsonRecord.Value value, boolean spread, boolean shown) {
    ValueType type = value.type();
    counts[type.place()]++;
    if (!type.isScalar()) {
      return;
    }
    if (distinct == null) {
      distinct = new HllSketch(LG_CELLS, TgtHllType.HLL_4);
    }
    distinct.update(identity(type, value.text()));
    if (type == ValueType.TEXT) {
      lengths().add(value.text().codePointCount(0, value.text().length()));
    } else if (type.isNumber() && spread && Double.isFinite(value.number())) {
      numbers().add(value.number());
    }
    if (shown) {
      frequent().update(cut(value.text()));
    }
  }

  /** The text "1" and the number 1 are different values, the numbers 1 and 1.0 are not. */
  private static byte[] identity(ValueType type, String text) {
    char kind = type == ValueType.TEXT ? 't' : type == ValueType.BOOLEAN ? 'b' : 'n';
    return (kind + text).getBytes(StandardCharsets.UTF_8);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TOP_VALUE
            || text.codePointCount(0, text.length()) <= LONGEST_TOP_VALUE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_TOP_VALUE)) + "…";
  }

  private NumberAccumulator numbers() {
    if (numbers == null) {
      numbers = new NumberAccumulator();
    }
    return numbers;
  }

  private LengthAccumulator lengths() {
    if (lengths == null) {
      lengths = new LengthAccumulator();
    }
    return lengths;
  }

  private ItemsSketch<String> frequent() {
    if (frequent == null) {
      frequent = new ItemsSketch<>(FREQUENT_PLACES);
    }
    return frequent;
  }

  long count(ValueType type) {
    return counts[type.place()];
  }

  long values() {
    return Arrays.stream(counts).sum();
  }

  void merge(FieldAccumulator other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    if (other.distinct != null) {
      distinct = union(distinct, other.distinct);
    }
    if (other.numbers != null) {
      numbers().merge(other.numbers);
    }
    if (other.lengths != null) {
      lengths().merge(other.lengths);
    }
    if (other.frequent != null) {
      frequent = frequent().merge(other.frequent);
    }
  }

  private static HllSketch union(HllSketch mine, HllSketch others) {
    if (mine == null) {
      return others.copy();
    }
    Union union = new Union(LG_CELLS);
    union.update(mine);
    union.update(others);
    return union.getResult(TgtHllType.HLL_4);
  }

  FieldProfile result(String path, long missing, int top) {
    Map<ValueType, Long> types = new EnumMap<>(ValueType.class);
    for (ValueType type : ValueType.values()) {
      if (count(type) > 0) {
        types.put(type, count(type));
      }
    }
    return new FieldProfile(
        path,
        missing,
        types,
        distinct(),
        Optional.ofNullable(numbers).map(NumberAccumulator::result),
        Optional.ofNullable(lengths).map(LengthAccumulator::result),
        topValues(top));
  }

  private Distinct distinct() {
    return distinct == null
        ? new Distinct(0, 0, 0)
        : new Distinct(
            Math.round(distinct.getEstimate()),
            (long) Math.floor(distinct.getLowerBound(STANDARD_ERRORS)),
            (long) Math.ceil(distinct.getUpperBound(STANDARD_ERRORS)));
  }

  private List<TopValue> topValues(int top) {
    if (frequent == null) {
      return List.of();
    }
    return Arrays.stream(frequent.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES))
        .map(row -> new TopValue(row.getItem(), row.getLowerBound(), row.getUpperBound()))
        .sorted(MOST_FREQUENT_FIRST)
        .limit(top)
        .toList();
  }
}
