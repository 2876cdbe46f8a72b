package io.atomstreams.operators.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.promotion.Verdict.Outcome;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PairedTestTest {

  private static final PairedEvidenceCodec CODEC = new PairedEvidenceCodec();
  private static final PairedTest TEST = new PairedTest(PairedTest.Options.DEFAULT);

  /** The first verdict of a stream that is asked after every label; undecided if none comes. */
  private static Outcome first(PairedTest test, DoubleSupplier differences, int labels) {
    PairedEvidence evidence = CODEC.create();
    for (int i = 0; i < labels; i++) {
      evidence.add(differences.getAsDouble());
      Outcome outcome = test.outcome(evidence);
      if (outcome != Outcome.UNDECIDED) {
        return outcome;
      }
    }
    return Outcome.UNDECIDED;
  }

  /** {@code -Datom.labels=20000} gives the figures of the README. */
  @ParameterizedTest
  @EnumSource(Streams.class)
  void equallyGoodModelsAreToldApartInAtMostOneOfTwentyStreamsHoweverOftenOneLooks(
      Streams streams) {
    int labels = Integer.getInteger("atom.labels", 2_500);
    int better = 0;
    int worse = 0;
    for (int seed = 0; seed < 500; seed++) {
      Outcome outcome = first(TEST, streams.of(new Random(seed * 7919L + 1), 0), labels);
      better += outcome == Outcome.CHALLENGER_BETTER ? 1 : 0;
      worse += outcome == Outcome.CHAMPION_BETTER ? 1 : 0;
    }
    if (labels > 2_500) {
      System.out.printf("%s: %d promoted, %d held worse of 500%n", streams, better, worse);
    }
    assertThat(better).isLessThanOrEqualTo(12);
    assertThat(better + worse).isLessThanOrEqualTo(25);
  }

  /** Without blocks, and with the usual test at every look: what the test above would catch. */
  @Test
  void theUsualTestAtEveryLookFails() {
    int wrong = 0;
    for (int seed = 0; seed < 500; seed++) {
      DoubleSupplier differences = Streams.BRIER.of(new Random(seed), 0);
      double sum = 0;
      double squares = 0;
      for (int i = 1; i <= 4_000; i++) {
        double x = differences.getAsDouble();
        sum += x;
        squares += x * x;
        if (i >= 500 && Math.abs(sum) > 1.96 * Math.sqrt(squares)) {
          wrong++;
          break;
        }
      }
    }
    assertThat(wrong).isGreaterThan(100);
  }

  @ParameterizedTest
  @EnumSource(
      value = Streams.class,
      names = {"BRIER", "HEAVY_TAILS", "SELDOM_DISASTER"})
  void aChallengerThatIsBetterByAHundredthIsFoundWithinSixThousandLabels(Streams streams) {
    for (int seed = 0; seed < 100; seed++) {
      assertThat(first(TEST, streams.of(new Random(seed), 0.01), 6_000))
          .isEqualTo(Outcome.CHALLENGER_BETTER);
    }
  }

  @Test
  void differencesThatComeInTurnsAreJudgedByLongerBlocks() {
    for (Streams streams : List.of(Streams.BRIER, Streams.TURNS_OF_20)) {
      DoubleSupplier differences = streams.of(new Random(5), 0.02);
      PairedEvidence evidence = CODEC.create();
      for (int i = 0; i < 20_000; i++) {
        evidence.add(differences.getAsDouble());
      }
      Verdict verdict = TEST.verdict(evidence);
      assertThat(verdict.block())
          .isBetween(streams == Streams.BRIER ? 1 : 16, streams == Streams.BRIER ? 1 : 256);
      assertThat(verdict.outcome()).isEqualTo(Outcome.CHALLENGER_BETTER);
      assertThat(verdict.evidence().lower()).isBetween(0.0, 0.02);
    }
  }

  @Test
  void modelsThatDifferByLessThanMattersAreEquivalent() {
    PairedTest test = new PairedTest(new PairedTest.Options(0.05, 500, 0.02, 0.02, 1, 5_000, 0.1));
    assertThat(first(test, Streams.BRIER.of(new Random(1), 0.003), 10_000))
        .isEqualTo(Outcome.EQUIVALENT);
  }

  @Test
  void nothingIsSaidBeforeTheLeastNumberOfLabels() {
    PairedEvidence evidence = CODEC.create();
    for (int i = 0; i < 499; i++) {
      evidence.add(1);
    }
    assertThat(TEST.outcome(evidence)).isEqualTo(Outcome.UNDECIDED);
    evidence.add(1);
    assertThat(TEST.outcome(evidence)).isEqualTo(Outcome.CHALLENGER_BETTER);
    assertThat(TEST.verdict(evidence).text())
        .startsWith("challenger better on 500 labels: loss lower by 1.00000, between 0.9");
    assertThatThrownBy(() -> evidence.add(Double.NaN))
        .hasMessage("a difference of losses is NaN, must be finite");
    assertThatThrownBy(() -> PairedTest.Options.DEFAULT.at(0))
        .hasMessage("paired test: alpha is 0.0, must be above 0 and below 1");
  }

  /**
   * First labels are biased towards the challenger; the corrections, which come late, take it back.
   */
  @Test
  void correctionsTakeBackWhatWrongLabelsSaid() {
    int promoted = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      DoubleSupplier differences = Streams.BRIER.of(random, 0);
      PairedEvidence evidence = CODEC.create();
      double[] given = new double[4_000];
      for (int i = 0; i < given.length; i++) {
        given[i] = differences.getAsDouble();
        boolean isWrong = random.nextInt(5) == 0;
        double first = isWrong ? Math.min(1, given[i] + 0.2) : given[i];
        evidence.add(first);
        if (isWrong) {
          evidence.revise(first, given[i]);
        }
      }
      assertThat(evidence.mean())
          .isCloseTo(Arrays.stream(given).average().orElseThrow(), within(1e-12));
      promoted += TEST.outcome(evidence) == Outcome.CHALLENGER_BETTER ? 1 : 0;
    }
    assertThat(promoted).isLessThanOrEqualTo(5);
  }

  static PairedEvidence golden(int labels) {
    DoubleSupplier differences = Streams.HEAVY_TAILS.of(new Random(20240111L + labels), 0.004);
    PairedEvidence evidence = CODEC.create();
    for (int i = 0; i < labels; i++) {
      double difference = differences.getAsDouble();
      evidence.add(difference);
      if (i % 7 == 3) {
        evidence.revise(difference, difference / 2);
      }
    }
    return evidence;
  }

  static byte[] bytes(PairedEvidence evidence) throws IOException {
    BytesOutput out = new BytesOutput();
    CODEC.write(evidence, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  @Test
  void evidenceOfTheFirstReleaseIsReadAndGoesOnAsItWouldHave() throws IOException {
    Path file = Path.of("..", "testdata", "golden", "paired-evidence-v1.hex");
    List<String> lines = new ArrayList<>();
    for (int labels : new int[] {0, 1, 77, 3_000}) {
      lines.add(labels + " " + HexFormat.of().formatHex(bytes(golden(labels))));
    }
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(file, String.join("\n", lines) + "\n");
    }
    assertThat(Files.readAllLines(file)).isEqualTo(lines);
    byte[] stored = HexFormat.of().parseHex(lines.get(3).substring("3000 ".length()));
    PairedEvidence read = CODEC.read(new BytesInput().open(stored, 0, stored.length), 1);
    PairedEvidence lived = golden(3_000);
    PairedEvidence copy = CODEC.copy(lived);
    for (int i = 0; i < 500; i++) {
      read.add(0.01 * (i % 9) - 0.03);
      lived.add(0.01 * (i % 9) - 0.03);
    }
    assertThat(bytes(read)).isEqualTo(bytes(lived));
    assertThat(bytes(copy)).isEqualTo(stored);
    assertThat(TEST.verdict(read)).isEqualTo(TEST.verdict(lived));
  }
}
