package io.atomstreams.operators.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every calibrator of the list keeps to, and the bytes each has written. */
class CalibratorContractTest {

  private static final Path FILE = Path.of("..", "testdata", "golden", "calibration-v1.hex");
  private static final int BINS = 15;

  static List<Calibrator<?>> remembering() {
    List<Calibrator<?>> all = new ArrayList<>();
    Calibrators.ALL.forEach(entry -> all.add(Calibrators.parse(entry.name())));
    return all;
  }

  /** Their figures are those of a thousand labels. */
  static List<Calibrator<?>> forgetting() {
    return List.of(
        Calibrators.parse("isotonic:keep=0.999,bins=20"), Calibrators.parse("platt:keep=0.999"));
  }

  static List<Calibrator<?>> all() {
    List<Calibrator<?>> all = remembering();
    all.addAll(forgetting());
    return all;
  }

  /** Learns scores whose probability of a positive is {@code truth}. */
  private static <S> void learn(
      Calibrator<S> calibrator, S state, long seed, int size, DoubleUnaryOperator truth) {
    Random random = new Random(seed);
    for (int i = 0; i < size; i++) {
      double score = random.nextDouble();
      boolean positive = random.nextDouble() < truth.applyAsDouble(score);
      calibrator.learn(state, score, positive, 1);
    }
  }

  /** Over-confident: the logit is twice and a half too far out, and off to one side. */
  private static double overconfident(double score) {
    return 1 / (1 + Math.exp(-(0.4 * Math.log(score / (1 - score)) - 0.7)));
  }

  /** Expected calibration error on labels to come. */
  private static double error(DoubleUnaryOperator given, DoubleUnaryOperator truth) {
    Random random = new Random(77);
    double[] sums = new double[BINS];
    int size = 100_000;
    for (int i = 0; i < size; i++) {
      double score = random.nextDouble();
      double p = given.applyAsDouble(score);
      boolean positive = random.nextDouble() < truth.applyAsDouble(score);
      sums[Math.min(BINS - 1, (int) (p * BINS))] += p - (positive ? 1 : 0);
    }
    return Arrays.stream(sums).map(Math::abs).sum() / size;
  }

  private static <S> byte[] bytes(StateCodec<S> codec, S state) throws IOException {
    BytesOutput out = new BytesOutput();
    codec.write(state, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  private static <S> S throughBytes(StateCodec<S> codec, S state) throws IOException {
    byte[] bytes = bytes(codec, state);
    BytesInput in = new BytesInput().open(bytes, 0, bytes.length);
    S read = codec.read(in, codec.version());
    assertThat(in.available()).isZero();
    return read;
  }

  @ParameterizedTest
  @MethodSource("remembering")
  <S> void aMiscalibratedScoreIsMadeGood(Calibrator<S> calibrator) {
    S state = calibrator.codec().create();
    learn(calibrator, state, 1, 20_000, CalibratorContractTest::overconfident);

    double before = error(score -> score, CalibratorContractTest::overconfident);
    double after =
        error(score -> calibrator.calibrate(state, score), CalibratorContractTest::overconfident);

    assertThat(before).isGreaterThan(0.15);
    assertThat(after).isLessThan(0.01);
  }

  @ParameterizedTest
  @MethodSource("forgetting")
  <S> void aScoreThatBecomesMiscalibratedIsMadeGood(Calibrator<S> calibrator) {
    S state = calibrator.codec().create();
    learn(calibrator, state, 1, 20_000, score -> score);
    assertThat(calibrator.calibrate(state, 0.5)).isCloseTo(0.5, within(0.1));
    learn(calibrator, state, 2, 10_000, CalibratorContractTest::overconfident);

    double after =
        error(score -> calibrator.calibrate(state, score), CalibratorContractTest::overconfident);

    assertThat(after).isLessThan(0.04);
  }

  @ParameterizedTest
  @MethodSource("all")
  <S> void aCalibratedScoreStaysOne(Calibrator<S> calibrator) {
    S state = calibrator.codec().create();
    assertThat(error(score -> calibrator.calibrate(state, score), score -> score)).isLessThan(0.01);
    learn(calibrator, state, 2, 20_000, score -> score);

    assertThat(error(score -> calibrator.calibrate(state, score), score -> score))
        .isLessThan(0.035);
  }

  @ParameterizedTest
  @MethodSource("all")
  <S> void whatIsGivenNeverFallsWhenTheScoreRises(Calibrator<S> calibrator) {
    for (int size : new int[] {0, 1, 10, 1_000}) {
      S state = calibrator.codec().create();
      learn(calibrator, state, size, size, score -> 1 - score);
      double last = 0;
      for (int i = 0; i <= 10_000; i++) {
        double given = calibrator.calibrate(state, i / 10_000.0);
        assertThat(given).isBetween(last - 1e-15, 1.0);
        last = given;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  <S> void aStateThatWasReadGoesOnAsTheOneThatWasWritten(Calibrator<S> calibrator)
      throws IOException {
    S state = calibrator.codec().create();
    learn(calibrator, state, 1, 500, score -> score * score);
    S copy = calibrator.codec().copy(state);
    S again = throughBytes(calibrator.codec(), state);
    byte[] before = bytes(calibrator.codec(), state);
    for (S each : List.of(copy, again)) {
      learn(calibrator, each, 2, 500, score -> score);
    }
    assertThat(bytes(calibrator.codec(), state)).isEqualTo(before);
    learn(calibrator, state, 2, 500, score -> score);

    assertThat(bytes(calibrator.codec(), copy)).isEqualTo(bytes(calibrator.codec(), state));
    assertThat(bytes(calibrator.codec(), again)).isEqualTo(bytes(calibrator.codec(), state));
  }

  @ParameterizedTest
  @MethodSource("all")
  <S> void whatIsTakenBackLeavesNoTrace(Calibrator<S> calibrator) {
    S clean = calibrator.codec().create();
    S corrected = calibrator.codec().create();
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      double score = random.nextDouble();
      boolean positive = random.nextDouble() < score;
      if (positive && random.nextBoolean()) {
        calibrator.learn(corrected, score, false, 1);
        calibrator.learn(corrected, score, false, -1);
      }
      calibrator.learn(corrected, score, positive, 1);
      calibrator.learn(clean, score, positive, 1);
    }

    for (double score = 0; score <= 1; score += 0.01) {
      assertThat(calibrator.calibrate(corrected, score))
          .isCloseTo(
              calibrator.calibrate(clean, score), within(calibrator.retracts() ? 1e-9 : 0.03));
    }
  }

  @Test
  void isotonicPartsMergeIntoTheWhole() {
    Calibrator<IsotonicCalibrator.State> isotonic =
        new IsotonicCalibrator(new IsotonicCalibrator.Options(100, 1, 1));
    var whole = isotonic.codec().create();
    var part = isotonic.codec().create();
    var other = isotonic.codec().create();
    learn(isotonic, whole, 1, 1_000, score -> score);
    learn(isotonic, whole, 2, 1_000, score -> score);
    learn(isotonic, part, 1, 1_000, score -> score);
    learn(isotonic, other, 2, 1_000, score -> score);

    assertThat(isotonic.merge(part, other)).isTrue();
    for (double score = 0; score <= 1; score += 0.01) {
      assertThat(isotonic.calibrate(part, score))
          .isCloseTo(isotonic.calibrate(whole, score), within(1e-12));
    }
  }

  /** The least squares among rising sequences, by trying all that mean blocks can make. */
  @Test
  void poolingFindsTheBestRisingSequence() {
    Random random = new Random(4);
    for (int round = 0; round < 300; round++) {
      double[] values = random.doubles(7).toArray();
      double[] weights = random.doubles(7, 0.1, 2).toArray();
      double[] pooled = values.clone();
      IsotonicCalibrator.pool(pooled, weights);
      double best = Double.POSITIVE_INFINITY;
      for (int cuts = 0; cuts < 64; cuts++) {
        double[] blocks = blocks(values, weights, cuts);
        if (rises(blocks)) {
          best = Math.min(best, squares(values, weights, blocks));
        }
      }

      assertThat(rises(pooled)).isTrue();
      assertThat(squares(values, weights, pooled)).isCloseTo(best, within(1e-12));
    }
  }

  private static double[] blocks(double[] values, double[] weights, int cuts) {
    double[] blocks = new double[values.length];
    int from = 0;
    for (int i = 0; i < values.length; i++) {
      if (i == values.length - 1 || (cuts >> i & 1) == 1) {
        double sum = 0;
        double weight = 0;
        for (int j = from; j <= i; j++) {
          sum += weights[j] * values[j];
          weight += weights[j];
        }
        Arrays.fill(blocks, from, i + 1, sum / weight);
        from = i + 1;
      }
    }
    return blocks;
  }

  private static boolean rises(double[] values) {
    for (int i = 1; i < values.length; i++) {
      if (values[i] < values[i - 1] - 1e-15) {
        return false;
      }
    }
    return true;
  }

  private static double squares(double[] values, double[] weights, double[] by) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * (values[i] - by[i]) * (values[i] - by[i]);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("all")
  <S> void whatIsNoScoreIsRefused(Calibrator<S> calibrator) {
    S state = calibrator.codec().create();

    assertThatThrownBy(() -> calibrator.calibrate(state, 1.01))
        .hasMessage("a score is 1.01, must be a probability in [0, 1]");
    assertThatThrownBy(() -> calibrator.learn(state, 0.5, true, 0))
        .hasMessage("a label's weight is 0.0, must be a number other than 0");
    assertThatThrownBy(() -> Calibrators.parse("isotonic:bins=1"))
        .hasMessage("isotonic: option bins is 1, must be 2 to 10000");
  }

  @Test
  void bytesOfEachCalibratorStayAsTheyWere() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String text : List.of("isotonic:bins=5", "isotonic:bins=5,keep=0.99", "platt")) {
      for (int size : new int[] {0, 1, 100}) {
        lines.add(golden(text, Calibrators.parse(text), size));
      }
    }
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(FILE, String.join("\n", lines) + "\n");
    }
    assertThat(lines).isEqualTo(Files.readAllLines(FILE));
  }

  private static <S> String golden(String text, Calibrator<S> calibrator, int size)
      throws IOException {
    S state = calibrator.codec().create();
    learn(calibrator, state, size, size, score -> score * score);
    return text + " " + size + " " + HexFormat.of().formatHex(bytes(calibrator.codec(), state));
  }
}
