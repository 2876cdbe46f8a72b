package io.atomstreams.operators.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.explain.FeatureImportance.Ranked;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeatureImportanceTest {

  private static final List<String> FEATURES = List.of("a", "b", "c");
  private static final long HOUR = 3_600_000;

  /** One explanation, for the slow obvious version. */
  private record Seen(double[] contributions, long time) {}

  private static List<Seen> explanations(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] contributions = {
        random.nextDouble() - 0.5, 3 * random.nextDouble() - 1, 0.1 * random.nextDouble()
      };
      seen.add(new Seen(contributions, random.nextLong(100 * HOUR)));
    }
    return seen;
  }

  private static FeatureImportance taken(List<Seen> seen, long halfLife) {
    FeatureImportance importance = new FeatureImportance(FEATURES, halfLife);
    seen.forEach(one -> importance.add(one.contributions(), 0, one.time()));
    return importance;
  }

  /** The definition, with every explanation kept. */
  private static double naive(List<Seen> seen, int feature, long halfLife) {
    long latest = seen.stream().mapToLong(Seen::time).max().orElseThrow();
    double sum = 0;
    double weights = 0;
    for (Seen one : seen) {
      double weight = halfLife == 0 ? 1 : Math.pow(0.5, (latest - one.time()) / (double) halfLife);
      sum += weight * Math.abs(one.contributions()[feature]);
      weights += weight;
    }
    return sum / weights;
  }

  private static double importance(FeatureImportance importance, String feature) {
    return importance.top(3).stream()
        .filter(ranked -> ranked.feature().equals(feature))
        .findFirst()
        .orElseThrow()
        .importance();
  }

  @Test
  void isTheDecayedMeanOfAbsoluteContributionsInAnyOrder() {
    List<Seen> seen = explanations(500, 3);
    for (long halfLife : new long[] {0, HOUR, 30 * HOUR}) {
      FeatureImportance importance = taken(seen, halfLife);
      for (int i = 0; i < 3; i++) {
        assertThat(importance(importance, FEATURES.get(i)))
            .isCloseTo(naive(seen, i, halfLife), within(1e-12));
      }
    }
  }

  @Test
  void ranksAndSharesOut() {
    FeatureImportance importance = new FeatureImportance(FEATURES, 0);
    importance.add(new double[] {9, -1, 3, 0, 77}, 1, 5);
    importance.add(new double[] {9, 3, -1, 0, 77}, 1, 6);

    assertThat(importance.top(2))
        .containsExactly(new Ranked(1, "a", 2, 0.5), new Ranked(2, "b", 2, 0.5));
    assertThat(importance.top(9)).hasSize(3).last().isEqualTo(new Ranked(3, "c", 0, 0));
    assertThat(importance.top(0)).isEmpty();
    assertThat(importance.count()).isEqualTo(2);
  }

  @Test
  void forgetsByHalfLives() {
    FeatureImportance importance = new FeatureImportance(FEATURES, HOUR);
    importance.add(new double[] {4, 0, 0}, 0, 0);
    importance.add(new double[] {0, 4, 0}, 0, 2 * HOUR);

    // weights 1/4 and 1
    assertThat(importance(importance, "a")).isCloseTo(0.8, within(1e-12));
    assertThat(importance(importance, "b")).isCloseTo(3.2, within(1e-12));
  }

  @Test
  void staysANumberOverThousandsOfHalfLives() {
    FeatureImportance importance = new FeatureImportance(FEATURES, 1);
    importance.add(new double[] {1, 0, 0}, 0, 0);
    importance.add(new double[] {0, 1, 0}, 0, 1_000_000);
    importance.add(new double[] {1, 0, 0}, 0, -1_000_000);

    assertThat(importance.top(1)).containsExactly(new Ranked(1, "b", 1, 1));
  }

  @Test
  void mergesIntoWhatOneWouldHold() {
    List<Seen> seen = explanations(400, 9);
    for (long halfLife : new long[] {0, 5 * HOUR}) {
      FeatureImportance whole = taken(seen, halfLife);
      FeatureImportance left = taken(seen.subList(0, 150), halfLife);
      FeatureImportance right = taken(seen.subList(150, 400), halfLife);
      right.merge(new FeatureImportance(FEATURES, halfLife));
      left.merge(right);
      FeatureImportance empty = new FeatureImportance(FEATURES, halfLife);
      empty.merge(left);

      assertThat(empty.count()).isEqualTo(400);
      for (String feature : FEATURES) {
        assertThat(importance(empty, feature)).isCloseTo(importance(whole, feature), within(1e-12));
      }
    }
  }

  @Test
  void goesOnFromItsSnapshotBitByBit() {
    List<Seen> seen = explanations(300, 5);
    FeatureImportance whole = taken(seen, 5 * HOUR);
    FeatureImportance half = taken(seen.subList(0, 100), 5 * HOUR);
    FeatureImportance.Snapshot snapshot = half.snapshot();
    half.add(new double[] {1e9, 1e9, 1e9}, 0, 0);

    FeatureImportance restored = FeatureImportance.of(snapshot);
    seen.subList(100, 300).forEach(one -> restored.add(one.contributions(), 0, one.time()));

    assertThat(restored.top(3)).isEqualTo(whole.top(3));
    assertThat(restored.count()).isEqualTo(300);
    FeatureImportance empty =
        FeatureImportance.of(new FeatureImportance(FEATURES, HOUR).snapshot());
    empty.add(new double[] {1, 2, 3}, 0, -5);
    assertThat(empty.top(1)).containsExactly(new Ranked(1, "c", 3, 0.5));
  }

  @Test
  void takesNothingOfAnExplanationThatIsNoNumber() {
    FeatureImportance importance = new FeatureImportance(FEATURES, 0);
    importance.add(new double[] {1, 1, 2}, 0, 0);

    assertThatThrownBy(() -> importance.add(new double[] {1, Double.NaN, 2}, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the contribution of b is NaN");
    assertThat(importance.top(1)).containsExactly(new Ranked(1, "c", 2, 0.5));
  }

  @Test
  void refusesWhatDoesNotFit() {
    FeatureImportance importance = new FeatureImportance(FEATURES, 0);

    assertThat(importance.top(3)).isEmpty();
    assertThatThrownBy(() -> importance.merge(new FeatureImportance(FEATURES, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> importance.merge(new FeatureImportance(List.of("a"), 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FeatureImportance(List.of(), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FeatureImportance(FEATURES, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                FeatureImportance.of(
                    new FeatureImportance.Snapshot(FEATURES, 0, new double[2], 1, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
