package io.atomstreams.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.feature.NaiveAggregations.Point;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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

/** What every aggregation of the list owes its users. */
class AggregationContractTest {

  private static final long BASE = EntityEvents.START;

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
  @SuppressWarnings("unchecked") // an accumulator never meets another aggregation here
  Arbitrary<Subject> subjects() {
    return Arbitraries.of(Aggregations.ALL)
        .flatMap(
            entry ->
                options(entry)
                    .map(o -> new Subject(entry, o, (Aggregation<Object>) entry.with(o))));
  }

  private static Arbitrary<Map<String, Long>> options(Aggregations.Entry entry) {
    Arbitrary<Long> last = Arbitraries.longs().between(2, LastTimes.MOST);
    Arbitrary<Long> gap = Arbitraries.of(1_000L, 60_000L, 1_800_000L, 86_400_000L);
    return Combinators.combine(last, gap)
        .as(
            (l, g) -> {
              Map<String, Long> drawn = new HashMap<>(entry.options());
              drawn.computeIfPresent("last", (name, old) -> l);
              drawn.computeIfPresent("gap", (name, old) -> g);
              return drawn;
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
      String form = entry.with(Map.of()).form();
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
    assertThatThrownBy(() -> Aggregations.ofForm("median")).hasMessageContaining("median");
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
  void theResultIsTheFormulaOverTheEvents(
      @ForAll("subjects") Subject s, @ForAll("points") List<Point> points) {
    long asOf = BASE + 3 * EntityEvents.DAY;
    double expected = NaiveAggregations.BY_NAME.get(s.entry().name()).of(points, asOf, s.options());
    double actual = s.algebra().getResult(s.of(points), asOf);

    if (s.entry().name().equals("gap_variation") && !Double.isNaN(expected)) {
      assertThat(actual).isCloseTo(expected, within(1e-12 * Math.max(1, expected)));
    } else {
      assertThat(actual).isEqualTo(Double.valueOf(expected));
    }
  }
}
