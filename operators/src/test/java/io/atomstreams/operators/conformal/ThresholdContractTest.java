package io.atomstreams.operators.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.conformal.SegmentedThreshold.Issued;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every threshold of the list keeps to, and the bytes each has written. */
class ThresholdContractTest {

  private static final Path FILE = Path.of("..", "testdata", "golden", "conformal-v1.hex");
  private static final String OPTIONS = ":window=60";

  static List<Threshold<?>> all() {
    return Thresholds.ALL.stream()
        .<Threshold<?>>map(entry -> Thresholds.parse(entry.name() + OPTIONS))
        .toList();
  }

  /** Issues and observes with a delay of 5; the thresholds given. */
  private static <S> List<Double> live(Threshold<S> threshold, S state, int from, int to) {
    List<Double> given = new ArrayList<>();
    for (int i = from; i < to; i++) {
      double current = threshold.current(state);
      given.add(current);
      threshold.issued(state);
      double score = new Random(i).nextInt(1_000) / 8.0 * (i > 150 ? 3 : 1);
      threshold.observe(state, score, i % 7 == 0 ? Double.NaN : current);
    }
    return given;
  }

  private static <S> byte[] bytes(StateCodec<S> codec, S state) throws IOException {
    BytesOutput out = new BytesOutput();
    codec.write(state, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  private static <S> S read(StateCodec<S> codec, byte[] bytes) throws IOException {
    BytesInput in = new BytesInput().open(bytes, 0, bytes.length);
    S state = codec.read(in, codec.version());
    assertThat(in.available()).isZero();
    return state;
  }

  @ParameterizedTest
  @MethodSource("all")
  <S> void aStateThatWasReadGoesOnAsTheOneThatWasWritten(Threshold<S> threshold)
      throws IOException {
    for (int half : new int[] {0, 1, 30, 170, 250}) {
      S whole = threshold.codec().create();
      live(threshold, whole, 0, half);
      S copy = threshold.codec().copy(whole);
      S again = read(threshold.codec(), bytes(threshold.codec(), whole));
      List<Double> expected = live(threshold, whole, half, 400);

      assertThat(live(threshold, copy, half, 400)).isEqualTo(expected);
      assertThat(live(threshold, again, half, 400)).isEqualTo(expected);
      assertThat(bytes(threshold.codec(), again)).isEqualTo(bytes(threshold.codec(), whole));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  <S> void withTooFewLabelsEveryAnswerIsHeld(Threshold<S> threshold) {
    S state = threshold.codec().create();
    for (int i = 0; i < 8; i++) {
      threshold.observe(state, i, Double.NaN);
    }

    assertThat(threshold.current(state)).isInfinite();
    threshold.observe(state, 8, Double.NaN);
    assertThat(threshold.current(state)).isEqualTo(8);
    assertThat(threshold.observed(state)).isEqualTo(9);
  }

  @ParameterizedTest
  @MethodSource("all")
  <S> void aScoreThatIsNoNumberIsRefused(Threshold<S> threshold) {
    S state = threshold.codec().create();

    assertThatThrownBy(() -> threshold.observe(state, Double.NaN, 1))
        .hasMessage("a conformal score is NaN; it must be finite: leave this label out");
  }

  @Test
  void storedStatesAreReadAndTheGeneratorStillMakesTheFile() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Threshold<?> threshold : all()) {
      for (int labels : new int[] {0, 1, 40, 200}) {
        lines.add(golden(threshold, labels));
      }
    }
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(FILE, String.join("\n", lines) + "\n");
    }
    assertThat(lines).isEqualTo(Files.readAllLines(FILE));
  }

  private static <S> String golden(Threshold<S> threshold, int labels) throws IOException {
    StateCodec<S> codec = threshold.codec();
    S state = codec.create();
    live(threshold, state, 0, labels);
    byte[] bytes = bytes(codec, state);
    assertThat(threshold.current(read(codec, bytes))).isEqualTo(threshold.current(state));
    return codec.id() + " " + labels + " " + HexFormat.of().formatHex(bytes);
  }

  @Test
  void theRankIsTheOneOfSplitConformalPrediction() {
    Threshold<?> threshold = Thresholds.parse("delayed:coverage=0.9,window=1000");
    assertThat(afterScoresOneTo(99, threshold)).isEqualTo(90);
    assertThat(afterScoresOneTo(19, threshold)).isEqualTo(18);
    assertThat(afterScoresOneTo(20, threshold)).isEqualTo(19);
  }

  private static <S> double afterScoresOneTo(int n, Threshold<S> threshold) {
    S state = threshold.codec().create();
    for (int i = 0; i < n; i++) {
      threshold.observe(state, (i * 37 % n) + 1, Double.NaN);
    }
    return threshold.current(state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"delayed:coverage=1", "delayed:floor=0", "aci:gamma=2", "delayed:ceiling=20"})
  void optionsOutOfRangeAreRefusedByName(String text) {
    assertThatThrownBy(() -> Thresholds.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be");
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNames() {
    assertThatThrownBy(() -> Thresholds.parse("split"))
        .hasMessage("there is no threshold 'split'; there are [delayed, aci]");
  }

  @Test
  void aWindowKnowsTheRanksOfItsLatestScores() {
    ScoreWindow window = new ScoreWindow(50);
    List<Double> all = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      double score = random.nextInt(30);
      window.add(score);
      all.add(score);
      if (i % 97 == 96) {
        window.keepLatest(20);
        all = new ArrayList<>(all.subList(all.size() - 20, all.size()));
      }
      List<Double> latest =
          all.subList(Math.max(0, all.size() - 50), all.size()).stream().sorted().toList();
      assertThat(window.size()).isEqualTo(latest.size());
      for (int rank = 1; rank <= latest.size(); rank++) {
        assertThat(window.smallest(rank)).isEqualTo(latest.get(rank - 1));
      }
    }
  }

  @Test
  void aSegmentIsServedByAllUntilItHasLabelsOfItsOwn() throws IOException {
    SegmentedThreshold<DelayedThreshold.State> segments =
        new SegmentedThreshold<>(
            new DelayedThreshold(DelayedThreshold.Options.of(0.9)),
            new SegmentedThreshold.Options(100, 2));
    var state = segments.codec().create();
    Random random = new Random(5);
    int[] held = new int[3];
    int[] count = new int[3];
    for (int i = 0; i < 30_000; i++) {
      int segment = i % 3;
      Issued issued = segments.issue(state, "s" + segment);
      assertThat(issued.own()).isEqualTo(segment < 2 && i / 3 >= 100);
      double score = Math.abs(random.nextGaussian()) * (1 + 4 * (segment % 2));
      if (i > 1_000) {
        count[segment]++;
        held[segment] += score <= issued.threshold() ? 1 : 0;
      }
      segments.observe(state, "s" + segment, score, issued);
    }

    assertThat((double) held[0] / count[0]).isBetween(0.89, 0.91);
    assertThat((double) held[1] / count[1]).isBetween(0.89, 0.91);
    var again = read(segments.codec(), bytes(segments.codec(), state));
    assertThat(segments.issue(again, "s1")).isEqualTo(segments.issue(state, "s1"));
  }
}
