package io.atomstreams.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.drift.Detector.Domain;
import io.atomstreams.operators.drift.Detector.Signal;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.operators.state.Options;
import io.atomstreams.operators.state.StateCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every detector of the list keeps to. */
class DetectorContractTest {

  private static final Path GOLDEN = Path.of("..", "testdata", "golden");
  private static final int[] GOLDEN_LENGTHS = {0, 1, 40, 700};

  static List<Detectors.Entry> all() {
    return Detectors.ALL;
  }

  private static Detector<?> standard(Detectors.Entry entry) {
    return entry.with(Options.parse(entry.name()));
  }

  /** Of the detector's own domain: right and wrong, losses, or losses times ten. */
  private static double value(Domain domain, CounterRandom random, double mean) {
    if (domain == Domain.BINARY) {
      return random.nextDouble() < mean ? 1 : 0;
    }
    double spread = Math.min(mean, 1 - mean);
    double loss = mean + spread * (2 * random.nextDouble() - 1);
    return domain == Domain.REAL ? 10 * loss : loss;
  }

  private static <S> List<Signal> run(
      Detector<S> detector, S state, CounterRandom random, double mean, int length) {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      signals.add(detector.update(state, value(detector.domain(), random, mean)));
    }
    return signals;
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

  @Property(tries = 25)
  void aRestoredStateGoesOnBitForBit(
      @ForAll long seed, @ForAll @IntRange(max = 3_000) int before, @ForAll boolean changes)
      throws IOException {
    for (Detectors.Entry entry : Detectors.ALL) {
      restoredGoesOn(standard(entry), seed, before, changes ? 0.6 : 0.2);
    }
  }

  private static <S> void restoredGoesOn(
      Detector<S> detector, long seed, int before, double meanAfter) throws IOException {
    StateCodec<S> codec = detector.codec();
    CounterRandom random = new CounterRandom(seed);
    S lived = codec.create();
    run(detector, lived, random, 0.2, before);
    S restored = read(codec, bytes(codec, lived));
    S copied = codec.copy(lived);
    assertThat(bytes(codec, restored)).isEqualTo(bytes(codec, lived));
    List<Signal> expected = run(detector, lived, random.copy(), meanAfter, 600);
    assertThat(run(detector, restored, random.copy(), meanAfter, 600)).isEqualTo(expected);
    assertThat(run(detector, copied, random.copy(), meanAfter, 600)).isEqualTo(expected);
    assertThat(bytes(codec, restored)).isEqualTo(bytes(codec, lived));
    assertThat(bytes(codec, copied)).isEqualTo(bytes(codec, lived));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aCopySharesNothing(Detectors.Entry entry) throws IOException {
    copyStays(standard(entry));
  }

  private static <S> void copyStays(Detector<S> detector) throws IOException {
    StateCodec<S> codec = detector.codec();
    S state = codec.create();
    run(detector, state, new CounterRandom(1), 0.3, 500);
    S copy = codec.copy(state);
    byte[] before = bytes(codec, copy);
    run(detector, state, new CounterRandom(2), 0.8, 500);
    assertThat(bytes(codec, copy)).isEqualTo(before).isNotEqualTo(bytes(codec, state));
  }

  @ParameterizedTest
  @MethodSource("all")
  void isSilentWhileNothingVaries(Detectors.Entry entry) {
    silentOn(standard(entry), 0);
    silentOn(standard(entry), 1);
    if (standard(entry).domain() != Domain.BINARY) {
      silentOn(standard(entry), 0.37);
    }
  }

  private static <S> void silentOn(Detector<S> detector, double value) {
    S state = detector.codec().create();
    for (int i = 0; i < 20_000; i++) {
      assertThat(detector.update(state, value)).isNotEqualTo(Signal.DRIFT);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void seesALargeAbruptRiseWithin500Values(Detectors.Entry entry) {
    for (int seed = 0; seed < 30; seed++) {
      assertThat(firstAlarm(standard(entry), seed)).isLessThan(500);
    }
  }

  /** How long after the rise from 0.1 to 0.9 the first alarm comes, binary where that is taken. */
  private static <S> int firstAlarm(Detector<S> detector, int seed) {
    S state = detector.codec().create();
    CounterRandom random = new CounterRandom(seed);
    for (int i = 0; i < 1_000; i++) {
      detector.update(state, value(Domain.BINARY, random, 0.1));
    }
    for (int i = 0; i < 1_000; i++) {
      if (detector.update(state, value(Domain.BINARY, random, 0.9)) == Signal.DRIFT) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  @ParameterizedTest
  @MethodSource("all")
  void goesOnByItselfAndSeesTheNextChange(Detectors.Entry entry) {
    assertThat(alarmedRises(standard(entry))).isEqualTo(3);
  }

  private static <S> int alarmedRises(Detector<S> detector) {
    S state = detector.codec().create();
    CounterRandom random = new CounterRandom(9);
    int seen = 0;
    for (int rise = 0; rise < 3; rise++) {
      run(detector, state, random, 0.1, 2_000);
      seen += run(detector, state, random, 0.8, 2_000).contains(Signal.DRIFT) ? 1 : 0;
    }
    return seen;
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesWhatIsOutsideItsDomainAndStaysAsItWas(Detectors.Entry entry) throws IOException {
    refuses(standard(entry));
  }

  private static <S> void refuses(Detector<S> detector) throws IOException {
    S state = detector.codec().create();
    run(detector, state, new CounterRandom(3), 0.3, 100);
    byte[] before = bytes(detector.codec(), state);
    List<Double> wrong = new ArrayList<>(List.of(Double.NaN, Double.POSITIVE_INFINITY));
    if (detector.domain() != Domain.REAL) {
      wrong.addAll(List.of(-0.001, 1.001));
    }
    if (detector.domain() == Domain.BINARY) {
      wrong.add(0.5);
    }
    for (double value : wrong) {
      assertThatThrownBy(() -> detector.update(state, value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("value " + value + ", must be");
    }
    assertThat(bytes(detector.codec(), state)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesAnOptionItDoesNotHave(Detectors.Entry entry) {
    assertThatThrownBy(() -> entry.with(Options.of(entry.name(), Map.of("treshold", "3"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("treshold");
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesStateOfALaterRelease(Detectors.Entry entry) {
    StateCodec<?> codec = standard(entry).codec();
    assertThatThrownBy(() -> codec.read(new BytesInput(), codec.version() + 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("drift-" + entry.name())
        .hasMessageContaining("version " + (codec.version() + 1));
  }

  @ParameterizedTest
  @MethodSource("all")
  void canBeSentToAnotherMachine(Detectors.Entry entry) throws IOException {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(standard(entry));
      out.writeObject(standard(entry).codec());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void readsTheStateOfItsFirstRelease(Detectors.Entry entry) throws IOException {
    goldenHolds(entry.name(), standard(entry));
  }

  private static <S> void goldenHolds(String name, Detector<S> detector) throws IOException {
    StateCodec<S> codec = detector.codec();
    Path file = GOLDEN.resolve("drift-%s-v%d.hex".formatted(name, codec.version()));
    List<String> generated = new ArrayList<>();
    generated.add("layout " + codec.layout());
    for (int length : GOLDEN_LENGTHS) {
      S state = codec.create();
      run(detector, state, new CounterRandom(20240104), 0.3, length);
      generated.add(length + " " + HexFormat.of().formatHex(bytes(codec, state)));
    }
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(file, String.join("\n", generated) + "\n");
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(generated).isEqualTo(lines);
    for (String line : lines.subList(1, lines.size())) {
      byte[] stored = HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1));
      assertThat(bytes(codec, read(codec, stored))).isEqualTo(stored);
    }
  }
}
