package io.atomstreams.operators.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.profile.FieldProfile.Numbers;
import io.atomstreams.operators.profile.FieldProfile.TopValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.kll.KllSketch;

/** Profiles of parts, merged, beside what counting everything gives. */
class ProfileOracleTest {

  private static final Profiler PROFILER =
      new Profiler(new Profiler.Options(6, 5, Set.of("word"), Set.of()));

  /** 99 of 100 cases lie within one of these; a test asks for twice as much, five deviations. */
  private static final double RANK_ERROR =
      2 * KllSketch.getNormalizedRankError(NumberAccumulator.K, false);

  private static final double MOST_DISTINCT_ERROR = 5 * 0.01625;

  private static Optional<JsonRecord> json(String text) {
    return JsonRecord.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 12, seed = "4711")
  void manyValuesStayWithinTheStatedErrors(
      @ForAll @IntRange(min = 1, max = 30_000) int size,
      @ForAll @IntRange(min = 1, max = 9) int parts,
      @ForAll @IntRange(min = 1, max = 1_000_000) int seed) {
    Random random = new Random(seed);
    List<ProfileAccumulator> profiles = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      profiles.add(PROFILER.createAccumulator());
    }
    double[] numbers = new double[size];
    Map<String, Long> words = new HashMap<>();
    for (int i = 0; i < size; i++) {
      double number = Math.round(Math.exp(3 * random.nextGaussian()) * 100) / 100.0;
      String word = "w" + (int) Math.abs(200 * random.nextGaussian());
      numbers[i] = number;
      words.merge(word, 1L, Long::sum);
      String text = "{\"x\":%s,\"word\":\"%s\",\"id\":\"i%d\"}".formatted(number, word, i);
      PROFILER.add(profiles.get(random.nextInt(parts)), json(text));
    }
    ProfileAccumulator all = PROFILER.createAccumulator();
    profiles.forEach(part -> all.merge(part, 6));
    Profile profile = PROFILER.getResult(all);

    assertThat(profile.records()).isEqualTo(size);
    Arrays.sort(numbers);
    checkNumbers(numbers, ProfilerTest.field(profile, "x").numbers().orElseThrow());
    checkTop(size, words, ProfilerTest.field(profile, "word").top());
    checkDistinct(words.size(), ProfilerTest.field(profile, "word"));
    checkDistinct(size, ProfilerTest.field(profile, "id"));
    checkDistinct(Arrays.stream(numbers).distinct().count(), ProfilerTest.field(profile, "x"));
  }

  private static void checkNumbers(double[] sorted, Numbers found) {
    assertThat(found.count()).isEqualTo(sorted.length);
    assertThat(found.min()).isEqualTo(sorted[0]);
    assertThat(found.max()).isEqualTo(sorted[sorted.length - 1]);
    double mean = Arrays.stream(sorted).average().orElseThrow();
    assertThat(found.mean()).isCloseTo(mean, within(1e-9 * Math.abs(mean)));
    if (sorted.length > 1) {
      double squares = Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).sum();
      double deviation = Math.sqrt(squares / (sorted.length - 1));
      assertThat(found.deviation()).isCloseTo(deviation, within(1e-6 * (1 + deviation)));
    }
    for (double rank : Numbers.RANKS) {
      double value = found.quantile(rank);
      double below = Arrays.stream(sorted).filter(x -> x < value).count();
      double upTo = Arrays.stream(sorted).filter(x -> x <= value).count();
      assertThat(below / sorted.length).as("below " + rank).isLessThan(rank + RANK_ERROR);
      assertThat(upTo / sorted.length).as("up to " + rank).isGreaterThan(rank - RANK_ERROR);
    }
  }

  private static void checkTop(int size, Map<String, Long> counts, List<TopValue> top) {
    long error = (long) Math.ceil(ItemsSketch.getAprioriError(256, size));
    for (TopValue value : top) {
      assertThat(counts.get(value.value())).isBetween(value.atLeast(), value.atMost());
      assertThat(value.atMost() - value.atLeast()).isLessThanOrEqualTo(error);
    }
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    if (most > error) {
      assertThat(counts.get(top.get(0).value())).isGreaterThanOrEqualTo(most - error);
    }
  }

  private static void checkDistinct(long exact, FieldProfile field) {
    FieldProfile.Distinct distinct = field.distinct();
    assertThat((double) distinct.estimate())
        .isCloseTo((double) exact, within(0.5 + MOST_DISTINCT_ERROR * exact));
    assertThat(distinct.low()).isLessThanOrEqualTo(distinct.estimate());
    assertThat(distinct.high()).isGreaterThanOrEqualTo(distinct.estimate());
  }

  /** A few fields, some nested, so that more paths occur than are kept. */
  @Provide
  Arbitrary<List<String>> records() {
    Arbitrary<String> scalar =
        Arbitraries.of("1", "2.5", "\"a\"", "\"b\"", "null", "true", "{}", "[]", "[1,2]");
    Arbitrary<String> name = Arbitraries.of("word", "x", "a", "b", "c", "d", "long\\u002ename");
    Arbitrary<String> nested =
        Combinators.combine(name, scalar).as((n, v) -> "{\"" + n + "\":" + v + "}");
    Arbitrary<String> value =
        Arbitraries.oneOf(scalar, nested, nested.map(object -> "[" + object + ",3]"));
    return Combinators.combine(name, value)
        .as((n, v) -> "{\"" + n + "\":" + v + "}")
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 300)
  void mergedPartsAreTheWholeInAnyOrder(
      @ForAll("records") List<String> records, @ForAll @IntRange(max = 40) int cut) {
    ProfileAccumulator whole = PROFILER.createAccumulator();
    ProfileAccumulator first = PROFILER.createAccumulator();
    ProfileAccumulator second = PROFILER.createAccumulator();
    for (int i = 0; i < records.size(); i++) {
      PROFILER.add(whole, json(records.get(i)));
      PROFILER.add(i < cut ? first : second, json(records.get(i)));
    }
    ProfileCodec codec = new ProfileCodec();
    ProfileAccumulator forth = PROFILER.merge(codec.copy(first), second);
    ProfileAccumulator back = PROFILER.merge(codec.copy(second), first);

    Profile expected = rounded(PROFILER.getResult(whole));
    assertThat(rounded(PROFILER.getResult(forth))).isEqualTo(expected);
    assertThat(rounded(PROFILER.getResult(back))).isEqualTo(expected);
    assertThat(rounded(PROFILER.getResult(codec.copy(forth)))).isEqualTo(expected);
  }

  /** Without the last bits of means, which show the order. */
  private static Profile rounded(Profile profile) {
    return new Profile(
        profile.records(),
        profile.unreadable(),
        profile.omitted(),
        profile.fields().stream().map(ProfileOracleTest::rounded).toList());
  }

  private static FieldProfile rounded(FieldProfile f) {
    return new FieldProfile(
        f.path(),
        f.missing(),
        f.types(),
        f.distinct(),
        f.numbers()
            .map(
                n ->
                    new Numbers(
                        n.count(),
                        n.min(),
                        n.max(),
                        (float) n.mean(),
                        (float) n.deviation(),
                        n.quantiles())),
        f.lengths(),
        f.top());
  }
}
