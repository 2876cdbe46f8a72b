package io.atomstreams.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.feature.NaiveAggregations.Point;
import io.atomstreams.operators.state.BytesInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What every aggregation of the list owes its users. */
class AggregationContractTest {

  private static final long BASE = EntityEvents.START;

  private static final Map<String, Arbitrary<Long>> OPTIONS =
      Map.of(
          "last", Arbitraries.longs().between(2, LastTimes.MOST),
          "gap", Arbitraries.of(1_000L, 60_000L, 1_800_000L, 86_400_000L),
          "back", Arbitraries.of(0L, 1L),
          "percent", Arbitraries.longs().between(1, 99),
          "half_life", Arbitraries.of(3_600_000L, 86_400_000L, 864_000_000L),
          "k", Arbitraries.longs().between(1, 8),
          "rank", Arbitraries.longs().between(1, 8),
          "most", Arbitraries.of(8L, 16L, 64L, 1024L),
          "period", Arbitraries.of(3_600_000L, 86_400_000L, 7 * 86_400_000L));

  /** An entry with options drawn at random. */
  record Subject(Aggregations.Entry entry, Map<String, Long> options, Aggregation<Object> algebra) {

    @Override
    public String toString() {
      return entry.name() + options;
    }

    Object of(List<Point> points) {
      Object accumulator = algebra.createAccumulator();
      for (Point point : points) {
        accumulator = algebra.add(accumulator, point.ts(), point.value());
      }
      return accumulator;
    }

    byte[] bytes(Object accumulator) {
      return bytes(accumulator, BASE);
    }

    byte[] bytes(Object accumulator, long base) {
      try {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        algebra.write(accumulator, base, new DataOutputStream(bytes));
        return bytes.toByteArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void same(Object actual, Object expected, long asOf) {
      assertThat(bytes(actual)).isEqualTo(bytes(expected));
      assertThat(Double.doubleToLongBits(algebra.getResult(actual, asOf)))
          .isEqualTo(Double.doubleToLongBits(algebra.getResult(expected, asOf)));
    }
  }

  @Provide
  Arbitrary<Subject> subjects() {
    return Arbitraries.of(Aggregations.ALL)
        .flatMap(entry -> options(entry).map(o -> subject(entry, o)));
  }

  @SuppressWarnings("unchecked") // an accumulator never meets another aggregation here
  private static Subject subject(Aggregations.Entry entry, Map<String, Long> options) {
    return new Subject(entry, options, (Aggregation<Object>) entry.with(options).aggregation());
  }

  private static Arbitrary<Map<String, Long>> options(Aggregations.Entry entry) {
    Map<String, Arbitrary<Long>> drawn = new HashMap<>();
    for (String option : entry.options().keySet()) {
      drawn.put(option, OPTIONS.get(option));
    }
    List<String> names = List.copyOf(drawn.keySet());
    return Combinators.combine(names.stream().map(drawn::get).toList())
        .as(
            values -> {
              Map<String, Long> options = new HashMap<>();
              for (int i = 0; i < names.size(); i++) {
                options.put(names.get(i), values.get(i));
              }
              return options;
            });
  }

  @Provide
  Arbitrary<List<Point>> points() {
    Arbitrary<Long> ts =
        Arbitraries.oneOf(
                Arbitraries.longs().between(0, 3 * EntityEvents.DAY),
                Arbitraries.longs().between(0, 20).map(n -> n * 900_000L),
                Arbitraries.longs().between(0, 20).map(n -> n * 1_800_000L + 1))
            .map(after -> BASE + after);
    Arbitrary<Long> value =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-1000, 1000),
            Arbitraries.longs().between(-(1L << 50), 1L << 50),
            Arbitraries.of(Long.MAX_VALUE, Long.MIN_VALUE));
    return Combinators.combine(ts, value).as(Point::new).list().ofMaxSize(80);
  }

  @Example
  void everyAggregationHasAnOracle() {
    assertThat(NaiveAggregations.BY_NAME.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Aggregations.ALL.stream().map(Aggregations.Entry::name).toList());
  }

  @Example
  void namesAreUniqueAndFormsFindTheirAggregationAgain() {
    assertThat(Aggregations.ALL).extracting(Aggregations.Entry::name).doesNotHaveDuplicates();
    for (Aggregations.Entry entry : Aggregations.ALL) {
      assertThat(Aggregations.byName(entry.name())).isSameAs(entry);
      String form = entry.with(Map.of()).aggregation().form();
      assertThat(Aggregations.ofForm(form).form()).isEqualTo(form);
    }
  }

  @Example
  void wrongNamesAndOptionsAreRefusedNamingThoseThereAre() {
    assertThatThrownBy(() -> Aggregations.byName("average"))
        .hasMessageContaining("'average'")
        .hasMessageContaining("mean");
    assertThatThrownBy(() -> Aggregations.byName("sessions").with(Map.of("silence", 1L)))
        .hasMessageContaining("'silence'")
        .hasMessageContaining("gap");
    assertThatThrownBy(() -> Aggregations.byName("gap_mean").with(Map.of("last", 65L)))
        .hasMessageContaining("last is 65");
    assertThatThrownBy(() -> Aggregations.byName("sessions").with(Map.of("gap", 999L)))
        .hasMessageContaining("gap is 999 ms");
    assertThatThrownBy(() -> Aggregations.byName("top_share").with(Map.of("k", 65L)))
        .hasMessageContaining("k is 65, must be 1 to 64");
    assertThatThrownBy(() -> Aggregations.ofForm("median")).hasMessageContaining("median");
  }

  /** In parts, in any order, through bytes: what an entity's slices do to its events. */
  @Example
  void tenThousandRandomStreamsOfEveryAggregationAgreeWithTheirFormula() throws IOException {
    for (Aggregations.Entry entry : Aggregations.ALL) {
      Subject subject = subject(entry, Map.copyOf(entry.options()));
      for (int seed = 0; seed < 10_000; seed++) {
        agrees(subject, new Random(seed));
      }
    }
  }

  private static void agrees(Subject subject, Random random) throws IOException {
    List<Point> points = new ArrayList<>();
    Object[] parts = new Object[3];
    for (int i = 0; i < parts.length; i++) {
      List<Point> part = new ArrayList<>();
      for (int n = random.nextInt(14); n > 0; n--) {
        long ts = BASE + random.nextInt(40) * (random.nextBoolean() ? 1_800_000L : 3_599_999L);
        part.add(new Point(ts, random.nextInt(20) - 2 + (random.nextInt(9) == 0 ? 1L << 40 : 0)));
      }
      points.addAll(part);
      byte[] bytes = subject.bytes(subject.of(part));
      parts[i] = subject.algebra().read(BASE, new DataInputStream(new ByteArrayInputStream(bytes)));
    }
    int first = random.nextInt(parts.length);
    Object merged = subject.algebra().createAccumulator();
    for (int i = 0; i < parts.length; i++) {
      merged = subject.algebra().merge(merged, parts[(first + i) % parts.length]);
    }
    long asOf =
        points.stream().mapToLong(Point::ts).max().orElse(BASE) + random.nextInt(90_000_000);
    String name = subject.entry().name();
    double expected = NaiveAggregations.BY_NAME.get(name).of(points, asOf, subject.options());
    assertClose(
        name, subject.algebra().getResult(merged, asOf), expected, bound(subject, points, asOf));
  }

  @Property
  void mergeIsAssociative(
      @ForAll("subjects") Subject s,
      @ForAll("points") List<Point> a,
      @ForAll("points") List<Point> b,
      @ForAll("points") List<Point> c) {
    Object left = s.algebra().merge(s.algebra().merge(s.of(a), s.of(b)), s.of(c));
    Object right = s.algebra().merge(s.of(a), s.algebra().merge(s.of(b), s.of(c)));

    s.same(left, right, BASE + 4 * EntityEvents.DAY);
  }

  @Property
  void mergeIsCommutative(
      @ForAll("subjects") Subject s,
      @ForAll("points") List<Point> a,
      @ForAll("points") List<Point> b) {
    s.same(
        s.algebra().merge(s.of(a), s.of(b)),
        s.algebra().merge(s.of(b), s.of(a)),
        BASE + 4 * EntityEvents.DAY);
  }

  @Property
  void aFreshAccumulatorIsTheIdentityOfMerge(
      @ForAll("subjects") Subject s, @ForAll("points") List<Point> a) {
    long asOf = BASE + 4 * EntityEvents.DAY;
    s.same(s.algebra().merge(s.of(a), s.algebra().createAccumulator()), s.of(a), asOf);
    s.same(s.algebra().merge(s.algebra().createAccumulator(), s.of(a)), s.of(a), asOf);
  }

  @Property
  void mergingPartsEqualsAddingAll(
      @ForAll("subjects") Subject s,
      @ForAll("points") List<Point> a,
      @ForAll("points") List<Point> b) {
    List<Point> all = new ArrayList<>(a);
    all.addAll(b);

    s.same(s.algebra().merge(s.of(a), s.of(b)), s.of(all), BASE + 4 * EntityEvents.DAY);
  }

  @Property
  void theOrderOfAddsDoesNotMatter(
      @ForAll("subjects") Subject s, @ForAll("points") List<Point> points, @ForAll long seed) {
    List<Point> shuffled = new ArrayList<>(points);
    Collections.shuffle(shuffled, new Random(seed));

    s.same(s.of(shuffled), s.of(points), BASE + 4 * EntityEvents.DAY);
  }

  @Property
  void mergeLeavesTheOtherAsItIs(
      @ForAll("subjects") Subject s,
      @ForAll("points") List<Point> a,
      @ForAll("points") List<Point> b,
      @ForAll("points") List<Point> later) {
    Object other = s.of(b);
    Object into = s.algebra().merge(s.of(a), other);
    for (Point point : later) {
      into = s.algebra().add(into, point.ts(), point.value());
    }

    s.same(other, s.of(b), BASE + 4 * EntityEvents.DAY);
  }

  @Property
  void aCopySharesNothing(
      @ForAll("subjects") Subject s,
      @ForAll("points") List<Point> points,
      @ForAll("points") List<Point> later) {
    Object original = s.of(points);
    Object copy = s.algebra().copy(original);
    s.same(copy, original, BASE);
    List<Point> all = new ArrayList<>(points);
    for (Point point : later) {
      copy = s.algebra().add(copy, point.ts(), point.value());
      all.add(point);
    }

    s.same(original, s.of(points), BASE);
    s.same(copy, s.of(all), BASE);
  }

  @Property
  void writingAndReadingGivesTheSameWhateverTheBase(
      @ForAll("subjects") Subject s,
      @ForAll("points") List<Point> points,
      @ForAll long anyBase,
      @ForAll("points") List<Point> later)
      throws IOException {
    Object original = s.of(points);
    for (long base : new long[] {BASE, BASE + 5 * EntityEvents.MINUTE, 0, anyBase}) {
      byte[] bytes = s.bytes(original, base);
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      Object read = s.algebra().read(base, in);
      assertThat(in.available()).isZero();
      s.same(read, original, BASE);
      assertThat(s.bytes(read, base)).isEqualTo(bytes);
      List<Point> all = new ArrayList<>(points);
      all.addAll(later);
      s.same(s.algebra().merge(read, s.of(later)), s.of(all), BASE);
    }
  }

  @Property
  void mergingBytesEqualsMergingWhatTheyHold(
      @ForAll("subjects") Subject s,
      @ForAll("points") List<Point> a,
      @ForAll("points") List<Point> b,
      @ForAll @IntRange(max = 12) int behind)
      throws IOException {
    Object other = s.of(b);
    for (long base : new long[] {BASE, BASE + EntityEvents.DAY, 0}) {
      byte[] bytes = s.bytes(other, base);
      BytesInput in =
          new BytesInput()
              .open(Arrays.copyOf(bytes, bytes.length + behind), 0, bytes.length + behind);
      Object merged = s.algebra().mergePacked(s.of(a), base, in);

      s.same(merged, s.algebra().merge(s.of(a), other), BASE + 4 * EntityEvents.DAY);
      assertThat(in.available()).isEqualTo(behind);
    }
  }

  @Property
  void skippingEndsWhereTheBytesEnd(
      @ForAll("subjects") Subject s, @ForAll("points") List<Point> points) throws IOException {
    byte[] bytes = s.bytes(s.of(points));
    BytesInput in =
        new BytesInput().open(Arrays.copyOf(bytes, bytes.length + 3), 0, bytes.length + 3);
    s.algebra().skip(in);

    assertThat(in.position()).isEqualTo(bytes.length);
  }

  @Property
  void bytesDependOnTheBaseOnlyWhereTimesAreKept(
      @ForAll("subjects") Subject s, @ForAll("points") List<Point> points, @ForAll long anyBase) {
    Object accumulator = s.of(points);
    if (!s.algebra().keepsTimes()) {
      assertThat(s.bytes(accumulator, anyBase)).isEqualTo(s.bytes(accumulator, BASE));
    }
  }

  @Property
  void aClearedAccumulatorIsAsGoodAsNew(
      @ForAll("subjects") Subject s,
      @ForAll("points") List<Point> points,
      @ForAll("points") List<Point> later) {
    Object cleared = s.algebra().clear(s.of(points));
    s.same(cleared, s.algebra().createAccumulator(), BASE);
    s.same(s.algebra().merge(cleared, s.of(later)), s.of(later), BASE + 4 * EntityEvents.DAY);
  }

  @Property
  void theResultIsTheFormulaOverTheEvents(
      @ForAll("subjects") Subject s, @ForAll("points") List<Point> points) {
    long asOf = BASE + 3 * EntityEvents.DAY;
    double expected = NaiveAggregations.BY_NAME.get(s.entry().name()).of(points, asOf, s.options());
    double actual = s.algebra().getResult(s.of(points), asOf);

    assertClose(s.entry().name(), actual, expected, bound(s, points, asOf));
  }

  /** What a relative tolerance is of: the formula over magnitudes, since signs may cancel. */
  private static double bound(Subject s, List<Point> points, long asOf) {
    List<Point> magnitudes =
        points.stream()
            .map(p -> new Point(p.ts(), Math.abs(Math.max(p.value(), -Long.MAX_VALUE))))
            .toList();
    boolean signed = s.entry().name().equals("decayed_sum");
    return NaiveAggregations.BY_NAME
        .get(s.entry().name())
        .of(signed ? magnitudes : points, asOf, s.options());
  }

  static void assertClose(String name, double actual, double expected, double bound) {
    double tolerance = NaiveAggregations.tolerance(name);
    if (tolerance == 0 || Double.isNaN(expected)) {
      assertThat(actual).isEqualTo(Double.valueOf(expected));
    } else {
      assertThat(actual).isCloseTo(expected, within(tolerance * Math.max(1e-9, Math.abs(bound))));
    }
  }
}
