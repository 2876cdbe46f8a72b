package io.atomstreams.operators.drift.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.drift.feature.FeatureDrift.Options;
import io.atomstreams.operators.drift.feature.FeatureDrift.Windows;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureDriftTest {

  private static final Path GOLDEN = Path.of("..", "testdata", "golden", "feature-drift-v1.hex");
  private static final List<String> NAMES = List.of("amount", "count", "rare", "steady");
  private static final FeatureDrift DRIFT = new FeatureDrift(NAMES, Options.DEFAULT);

  /** A number, a small count, mostly missing, always the same; the first may be moved. */
  private static float[] vector(CounterRandom random, double moved) {
    return new float[] {
      (float) (random.nextDouble() + random.nextDouble() + moved),
      random.nextInt(4),
      random.nextDouble() < 0.8 ? Float.NaN : (float) random.nextDouble(),
      5
    };
  }

  private static List<List<Finding>> rounds(
      FeatureDrift drift, Windows state, CounterRandom random, int vectors, double moved) {
    List<List<Finding>> rounds = new ArrayList<>();
    for (int i = 0; i < vectors; i++) {
      if (drift.add(state, vector(random, moved), i)) {
        rounds.add(drift.evaluate(state));
      }
    }
    return rounds;
  }

  private static List<String> drifted(List<List<Finding>> rounds) {
    return rounds.stream()
        .flatMap(List::stream)
        .filter(Finding::drifted)
        .map(Finding::feature)
        .toList();
  }

  @Test
  void findsTheFeatureThatMovedAndNoOther() {
    Windows state = DRIFT.codec().create();
    CounterRandom random = new CounterRandom(1);
    assertThat(rounds(DRIFT, state, random, 2_000, 0)).isEmpty();
    assertThat(drifted(rounds(DRIFT, state, random, 5_000, 0))).isEmpty();
    List<List<Finding>> moved = rounds(DRIFT, state, random, 1_000, 0.2);
    assertThat(moved).hasSize(2);
    assertThat(drifted(moved)).containsExactly("amount", "amount");
    Finding amount = moved.get(0).get(0);
    assertThat(amount.p()).isLessThan(1e-6).isLessThanOrEqualTo(amount.adjusted());
    assertThat(amount.psi()).isGreaterThan(0.1);
    assertThat(amount.distance()).isBetween(0.1, 0.3);
    assertThat(moved.get(0).get(3).p()).isEqualTo(1);
  }

  /** Each stream is 4 features in 50 rounds; the rate allows one false discovery in 20 streams. */
  @Test
  void overManyRoundsNextToNothingIsFoundWhereNothingMoves() {
    int streams = 0;
    for (int seed = 0; seed < 40; seed++) {
      Windows state = DRIFT.codec().create();
      CounterRandom random = new CounterRandom(100 + seed);
      streams += drifted(rounds(DRIFT, state, random, 27_000, 0)).isEmpty() ? 0 : 1;
    }
    assertThat(streams).isLessThanOrEqualTo(5);
  }

  @Test
  void seesValuesGoMissingOrStuckOrToZero() {
    for (int kind = 0; kind < 3; kind++) {
      Windows state = DRIFT.codec().create();
      CounterRandom random = new CounterRandom(2);
      rounds(DRIFT, state, random, 2_000, 0);
      for (int i = 0; i < 499; i++) {
        float[] vector = vector(random, 0);
        if (i % 2 == 0 || kind == 2) {
          vector[0] = new float[] {Float.NaN, 0, 0.7f}[kind];
        }
        assertThat(DRIFT.add(state, vector, i)).isFalse();
      }
      Finding amount = DRIFT.evaluate(state).get(0);
      assertThat(amount.drifted()).isTrue();
      assertThat(amount.missing()).isCloseTo(kind == 0 ? 0.5 : 0, within(0.01));
      assertThat(amount.zeros()).isCloseTo(kind == 1 ? 0.5 : 0, within(0.01));
      assertThat(amount.repeated()).isCloseTo(kind == 2 ? 1 : 0, within(0.01));
    }
  }

  @Test
  void aConstantThatBecomesAnotherIsSeenOnBothSides() {
    for (float other : new float[] {4, 6}) {
      FeatureDrift drift = new FeatureDrift(List.of("c"), Options.DEFAULT);
      Windows state = drift.codec().create();
      for (int i = 0; i < 2_499; i++) {
        drift.add(state, new float[] {i < 2_000 ? 5 : other}, i);
      }
      assertThat(state.from()).isEqualTo(2_000);
      assertThat(state.to()).isEqualTo(2_498);
      assertThat(drift.evaluate(state).get(0).drifted()).isTrue();
    }
  }

  @Test
  void afterLearningAnewTheLatestVectorsAreTheReference() {
    Windows state = DRIFT.codec().create();
    CounterRandom random = new CounterRandom(3);
    rounds(DRIFT, state, random, 2_000, 0);
    DRIFT.relearn(state);
    assertThat(drifted(rounds(DRIFT, state, random, 6_000, 0.5))).isEmpty();
  }

  @Test
  void adjustsAsBenjaminiAndHochberg() {
    assertThat(FeatureDrift.adjusted(new double[] {0.01, 0.04, 0.03, 0.5}))
        .containsExactly(new double[] {0.04, 0.16 / 3, 0.16 / 3, 0.5}, within(1e-12));
  }

  @Test
  void theWeightsOfTheOnlineRuleAddUpToAtMostOne() {
    double sum = 0;
    for (long j = 1; j <= 10_000_000; j++) {
      sum += OnlineDiscoveries.weight(j);
    }
    // beyond it is the integral of 0.0772 ln x / (x exp(sqrt(ln x))), with y = sqrt(ln x)
    double y = Math.sqrt(Math.log(1e7));
    double rest = 0.0772 * 2 * Math.exp(-y) * (y * y * y + 3 * y * y + 6 * y + 6);
    assertThat(sum + rest).isBetween(0.9, 1.0);
  }

  @Test
  void theFirstLevelsAreThoseOfTheRule() {
    OnlineDiscoveries rule = new OnlineDiscoveries();
    double g1 = OnlineDiscoveries.weight(1);
    double g2 = OnlineDiscoveries.weight(2);
    assertThat(rule.level(0.05)).isCloseTo(0.025 * g1, within(1e-15));
    assertThat(rule.test(0, 0.05)).isTrue();
    assertThat(rule.level(0.05)).isCloseTo(0.025 * g2 + 0.025 * g1, within(1e-15));
    assertThat(rule.test(0, 0.05)).isTrue();
    assertThat(rule.level(0.05))
        .isCloseTo(0.025 * OnlineDiscoveries.weight(3) + 0.025 * g2 + 0.05 * g1, within(1e-15));
  }

  /** By hand: shares 1/2, 1/2 and 1/4, 3/4 give (1/4) ln 3, less what smoothing takes. */
  @Test
  void theIndexIsThatOfTheTwoHistograms() {
    int[] before = {50_000, 50_000, 0};
    int[] now = {25_000, 75_000, 0};
    assertThat(BinnedCounts.psi(before, now)).isCloseTo(0.25 * Math.log(3), within(1e-3));
    assertThat(BinnedCounts.distance(before, now)).isCloseTo(0.25, within(1e-12));
    // two bins: the square of the test of equal proportions
    int[] few = {60, 40, 0};
    int[] others = {45, 55, 0};
    double z = 0.15 / Math.sqrt(0.525 * 0.475 * 0.02);
    assertThat(BinnedCounts.chiSquareChance(few, others))
        .isCloseTo(io.atomstreams.operators.drift.Tails.chiSquare(z * z, 1), within(1e-12));
  }

  @Test
  void aRestoredStateGoesOnBitForBit() throws IOException {
    StateCodec<Windows> codec = DRIFT.codec();
    for (int before : new int[] {0, 1, 700, 2_000, 2_333}) {
      CounterRandom random = new CounterRandom(before);
      Windows lived = codec.create();
      rounds(DRIFT, lived, random, before, 0);
      Windows restored = read(codec, bytes(codec, lived));
      List<List<Finding>> expected = rounds(DRIFT, lived, random.copy(), 3_000, 0.1);
      assertThat(rounds(DRIFT, restored, random, 3_000, 0.1)).isEqualTo(expected).isNotEmpty();
      assertThat(bytes(codec, restored)).isEqualTo(bytes(codec, lived));
    }
  }

  @Test
  void readsTheStateOfItsFirstRelease() throws IOException {
    StateCodec<Windows> codec = DRIFT.codec();
    List<String> generated = new ArrayList<>();
    for (int vectors : new int[] {0, 30, 2_040, 3_020}) {
      Windows state = codec.create();
      rounds(DRIFT, state, new CounterRandom(20240105), vectors, 0);
      generated.add(vectors + " " + HexFormat.of().formatHex(bytes(codec, state)));
    }
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(GOLDEN, String.join("\n", generated) + "\n");
    }
    assertThat(generated).isEqualTo(Files.readAllLines(GOLDEN));
    for (String line : generated) {
      byte[] stored = HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1));
      assertThat(bytes(codec, read(codec, stored))).isEqualTo(stored);
    }
    assertThatThrownBy(() -> codec.read(new BytesInput(), 2)).hasMessageContaining("version 2");
  }

  @Test
  void refusesAVectorOfAnotherLength() {
    assertThatThrownBy(() -> DRIFT.add(DRIFT.codec().create(), new float[3], 0))
        .hasMessageContaining("vector has 3 values, must be 4");
  }

  private static byte[] bytes(StateCodec<Windows> codec, Windows state) throws IOException {
    BytesOutput out = new BytesOutput();
    codec.write(state, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  private static Windows read(StateCodec<Windows> codec, byte[] bytes) throws IOException {
    BytesInput in = new BytesInput().open(bytes, 0, bytes.length);
    Windows read = codec.copy(codec.read(in, 1));
    assertThat(in.available()).isZero();
    return read;
  }
}
