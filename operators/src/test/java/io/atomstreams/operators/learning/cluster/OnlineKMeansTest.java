package io.atomstreams.operators.learning.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.CounterRandom;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OnlineKMeansTest {

  private static final List<Attribute> ATTRIBUTES =
      List.of(Attribute.number("a"), Attribute.number("b"), Attribute.category("c", 3));
  private static final double[][] CENTRES = {{0, 0}, {10, 0}, {0, 10}, {10, 10}};

  private final CounterRandom random = new CounterRandom(9);

  private static OnlineKMeans clusterer(int k, double memory) {
    return new OnlineKMeans(ATTRIBUTES, new OnlineKMeans.Options(k, memory));
  }

  private static double[] row(CounterRandom random, int group, double moved) {
    return new double[] {
      CENTRES[group][0] + moved + 2 * random.nextDouble() - 1,
      CENTRES[group][1] + 2 * random.nextDouble() - 1,
      group % 3
    };
  }

  private static long[] assigned(OnlineKMeans clusterer, KMeansState state, double moved) {
    return java.util.stream.IntStream.range(0, CENTRES.length)
        .mapToLong(
            group ->
                clusterer.assign(
                    state, new double[] {CENTRES[group][0] + moved, CENTRES[group][1], group % 3}))
        .toArray();
  }

  private static Set<Long> distinct(long[] ids) {
    Set<Long> set = new HashSet<>();
    Arrays.stream(ids).forEach(set::add);
    return set;
  }

  @Test
  void findsTheGroupsWhereverTheFirstRowsLay() {
    OnlineKMeans clusterer = clusterer(4, 500);
    for (int begin = 0; begin < 4; begin++) {
      KMeansState state = clusterer.codec().create();
      for (int i = 0; i < 4; i++) {
        clusterer.learn(state, row(random, begin, 0), 1);
      }
      for (int i = 0; i < 4_000; i++) {
        clusterer.learn(state, row(random, random.nextInt(4), 0), 1);
      }
      assertThat(distinct(assigned(clusterer, state, 0))).hasSize(4);
    }
  }

  @Test
  void groupsKeepTheirIdsWhereverTheyMove() {
    OnlineKMeans clusterer = clusterer(4, 200);
    KMeansState state = clusterer.codec().create();
    for (int i = 0; i < 3_000; i++) {
      clusterer.learn(state, row(random, random.nextInt(4), 0), 1);
    }
    long[] before = assigned(clusterer, state, 0);
    assertThat(distinct(before)).hasSize(4);
    for (int i = 0; i < 20_000; i++) {
      clusterer.learn(state, row(random, random.nextInt(4), i * 1e-3), 1);
    }
    assertThat(assigned(clusterer, state, 20)).containsExactly(before);
  }

  @Test
  void aNewGroupHasAnIdThatNoneHad() {
    OnlineKMeans clusterer = clusterer(3, 200);
    KMeansState state = clusterer.codec().create();
    for (int i = 0; i < 2_000; i++) {
      clusterer.learn(state, row(random, i % 3, 0), 1);
    }
    long[] before = assigned(clusterer, state, 0);
    for (int i = 0; i < 4_000; i++) {
      clusterer.learn(state, row(random, 1 + random.nextInt(3), 0), 1);
    }
    Set<Long> after = distinct(Arrays.copyOfRange(assigned(clusterer, state, 0), 1, 4));
    assertThat(after).hasSize(3);
    after.removeAll(distinct(before));
    assertThat(after).singleElement().satisfies(id -> assertThat(id).isGreaterThan(2));
  }

  /** Of groups that nobody comes to any more, nothing is left in the end but their place. */
  @Test
  void bearsGroupsWithoutAnyWeight() {
    OnlineKMeans clusterer = clusterer(3, 10);
    KMeansState state = clusterer.codec().create();
    for (int i = 0; i < 3; i++) {
      clusterer.learn(state, row(random, i, 0), 1);
    }
    state.groups.forEach(group -> group.weight = 0);
    KMeansState merged = clusterer.merge(List.of(state, state)).orElseThrow();
    assertThat(clusterer.ids(merged)).hasSize(3);
    clusterer.learn(merged, row(random, 0, 0), 1);
    assertThat(clusterer.assign(merged, row(random, 0, 0))).isNotNegative();
  }

  @Test
  void partsKeepTheIdsOfTheFirst() {
    OnlineKMeans clusterer = clusterer(4, 500);
    KMeansState one = clusterer.codec().create();
    KMeansState other = clusterer.codec().create();
    for (int i = 0; i < 4_000; i++) {
      clusterer.learn(one, row(random, random.nextInt(4), 0), 1);
      clusterer.learn(other, row(random, random.nextInt(4), 0), 1);
    }
    KMeansState merged = clusterer.merge(List.of(one, other)).orElseThrow();
    assertThat(clusterer.ids(merged)).containsExactly(clusterer.ids(one));
    assertThat(assigned(clusterer, merged, 0)).containsExactly(assigned(clusterer, one, 0));
  }

  private static double[] wild(CounterRandom random) {
    double[] kinds = {Double.NaN, 1e300, Double.NEGATIVE_INFINITY, 0, random.nextDouble()};
    return new double[] {kinds[random.nextInt(5)], kinds[random.nextInt(5)], random.nextInt(5) - 1};
  }

  private static byte[] bytes(OnlineKMeans clusterer, KMeansState state) throws IOException {
    BytesOutput out = new BytesOutput();
    clusterer.codec().write(state, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  private static KMeansState read(OnlineKMeans clusterer, byte[] bytes, int version)
      throws IOException {
    return clusterer.codec().read(new BytesInput().open(bytes, 0, bytes.length), version);
  }

  @Property(tries = 100)
  void learnsTheSameBitsWhetherItWasStoredInBetweenOrNot(
      @ForAll long seed,
      @ForAll @IntRange(max = 150) int first,
      @ForAll @IntRange(max = 150) int second)
      throws IOException {
    OnlineKMeans clusterer = clusterer(5, 20);
    CounterRandom rows = new CounterRandom(seed);
    KMeansState straight = clusterer.codec().create();
    for (int i = 0; i < first; i++) {
      clusterer.learn(straight, wild(rows), 1);
    }
    byte[] before = bytes(clusterer, straight);
    KMeansState stored = read(clusterer, before, 1);
    KMeansState copy = clusterer.codec().copy(straight);
    for (int i = 0; i < second; i++) {
      double[] row = wild(rows);
      clusterer.learn(straight, row, 1);
      clusterer.learn(stored, row, 1);
      assertThat(clusterer.ids(stored)).contains(clusterer.assign(stored, row));
    }
    assertThat(bytes(clusterer, stored)).isEqualTo(bytes(clusterer, straight));
    assertThat(bytes(clusterer, copy)).isEqualTo(before);
    for (Group group : straight.groups) {
      assertThat(Arrays.stream(group.centre).allMatch(Double::isFinite)).isTrue();
    }
    assertThat(clusterer.memoryBytes(straight)).isPositive();
  }

  @Test
  void saysThatThereIsNoGroupYet() {
    OnlineKMeans clusterer = clusterer(3, 100);
    assertThat(clusterer.assign(clusterer.codec().create(), new double[3])).isEqualTo(-1);
  }

  @Test
  void refusesSettingsOutOfRangeAndLaterVersions() throws IOException {
    assertThatThrownBy(() -> clusterer(0, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("option k is 0");
    assertThatThrownBy(() -> clusterer(3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("option memory is 1.0");
    OnlineKMeans clusterer = clusterer(3, 100);
    byte[] bytes = bytes(clusterer, clusterer.codec().create());
    assertThatThrownBy(() -> read(clusterer, bytes, 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("k-means: the state was written in version 2");
  }
}
