package io.atomstreams.operators.learning.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.learning.catalogue.Learners;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** States survive being written and read, bit for bit, whatever the work space held. */
class TreeStateTest {

  private static final Path FILE = Path.of("..", "testdata", "golden", "trees-v1.hex");

  /** Settings under which trees split, warn and are replaced within some hundred rows. */
  private static final List<String> QUICK =
      List.of(
          "hoeffding-tree:grace=20,delta=0.3,maxNodes=15",
          "hoeffding-adaptive-tree:grace=20,delta=0.3,drift=0.3,maxNodes=15",
          "adaptive-random-forest:trees=3,grace=30,delta=0.3,warning=0.4,drift=0.2,subspace=2,maxNodes=9",
          "streaming-random-patches:trees=3,grace=30,delta=0.3,warning=0.4,drift=0.2,patch=0.3,maxNodes=9");

  @Provide
  Arbitrary<String> quick() {
    return Arbitraries.of(QUICK);
  }

  private static LabelledRows stream(long seed, int size, boolean isNumber) {
    LabelledRows rows = Streams.applicants(size, Math.max(1, size / 3), seed);
    if (!isNumber) {
      return rows;
    }
    double[] targets = new double[size];
    for (int i = 0; i < size; i++) {
      targets[i] = rows.rows()[i][2] * (1 + rows.targets()[i]);
    }
    return new LabelledRows(
        "ages", new Schema(rows.schema().attributes(), Target.number()), rows.rows(), targets);
  }

  private static Learner<?> learner(String text, LabelledRows stream) {
    return Learners.parse(text, stream.schema());
  }

  private static <S> byte[] bytes(Learner<S> learner, S state) throws IOException {
    BytesOutput out = new BytesOutput();
    learner.codec().write(state, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  private static <S> S read(Learner<S> learner, byte[] bytes) throws IOException {
    BytesInput in = new BytesInput().open(bytes, 0, bytes.length);
    S state = learner.codec().read(in, 1);
    assertThat(in.available()).isZero();
    return state;
  }

  private static <S> void learn(
      Learner<S> learner, S state, LabelledRows stream, int from, int to) {
    for (int i = from; i < to; i++) {
      learner.learn(state, stream.rows()[i], stream.targets()[i], 1 + i % 3);
    }
  }

  @Property(tries = 24)
  void aReadStateGoesOnAsTheOneThatWasWritten(
      @ForAll("quick") String text,
      @ForAll @IntRange(min = 0, max = 1_000) int seed,
      @ForAll @IntRange(min = 0, max = 900) int cut,
      @ForAll boolean isNumber)
      throws IOException {
    LabelledRows stream = stream(seed, 1_000, isNumber && !text.contains("adaptive-tree"));
    requireSameBytes(learner(text, stream), stream, cut);
  }

  private static <S> void requireSameBytes(Learner<S> learner, LabelledRows stream, int cut)
      throws IOException {
    S whole = learner.codec().create();
    learn(learner, whole, stream, 0, cut);
    S read = read(learner, bytes(learner, whole));
    S copy = learner.codec().copy(whole);
    assertThat(bytes(learner, copy)).isEqualTo(bytes(learner, whole));
    byte[] before = bytes(learner, whole);
    learn(learner, copy, stream, cut, stream.size());
    assertThat(bytes(learner, whole)).isEqualTo(before);
    learn(learner, read, stream, cut, stream.size());
    learn(learner, whole, stream, cut, stream.size());
    assertThat(bytes(learner, read)).isEqualTo(bytes(learner, whole));
    assertThat(bytes(learner, copy)).isEqualTo(bytes(learner, whole));
  }

  /** Predictions of the same row, of others, of none, of the same array with other content. */
  @Property(tries = 12)
  void whatWasAskedBetweenLeavesNoTrace(
      @ForAll("quick") String text, @ForAll @IntRange(min = 0, max = 1_000) int seed)
      throws IOException {
    LabelledRows stream = stream(seed, 600, false);
    requireNoTrace(learner(text, stream), stream, new CounterRandom(seed));
  }

  private static <S> void requireNoTrace(
      Learner<S> learner, LabelledRows stream, CounterRandom random) throws IOException {
    S asked = learner.codec().create();
    S unasked = learner.codec().create();
    double[] row = new double[stream.schema().width()];
    double[] out = new double[2];
    double[] fresh = new double[2];
    for (int i = 0; i < stream.size(); i++) {
      int kind = random.nextInt(4);
      int other = kind == 0 ? i : random.nextInt(stream.size());
      System.arraycopy(stream.rows()[other], 0, row, 0, row.length);
      if (kind < 3) {
        learner.predict(asked, row, out);
        learner.predict(learner.codec().copy(unasked), row, fresh);
        assertThat(out).isEqualTo(fresh);
      }
      System.arraycopy(stream.rows()[i], 0, row, 0, row.length);
      learner.learn(asked, row, stream.targets()[i], 1);
      learner.learn(unasked, stream.rows()[i], stream.targets()[i], 1);
    }
    assertThat(bytes(learner, asked)).isEqualTo(bytes(learner, unasked));
  }

  private static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String quick : QUICK) {
      String text = quick.replace("trees=3", "trees=2").replaceAll("maxNodes=\\d+", "maxNodes=5");
      lines.add(line(text, false));
      if (!text.contains("adaptive-tree")) {
        lines.add(line(text, true));
      }
    }
    return lines;
  }

  private static String line(String text, boolean isNumber) throws IOException {
    LabelledRows stream = stream(20240104, 200, isNumber);
    return "%s %s %s".formatted(text, isNumber, hex(learner(text, stream), stream));
  }

  private static <S> String hex(Learner<S> learner, LabelledRows stream) throws IOException {
    S state = learner.codec().create();
    learn(learner, state, stream, 0, stream.size());
    return HexFormat.of().formatHex(bytes(learner, state));
  }

  private static List<String> stored() throws IOException {
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(FILE, String.join("\n", lines()) + "\n");
    }
    return Files.readAllLines(FILE);
  }

  @Test
  void storedTreesAreReadAndWrittenAsTheyWere() throws IOException {
    for (String line : stored()) {
      String[] parts = line.split(" ", -1);
      LabelledRows stream = stream(20240104, 200, Boolean.parseBoolean(parts[1]));
      assertThat(again(learner(parts[0], stream), parts[2])).isEqualTo(parts[2]);
    }
  }

  private static <S> String again(Learner<S> learner, String hex) throws IOException {
    return HexFormat.of().formatHex(bytes(learner, read(learner, HexFormat.of().parseHex(hex))));
  }

  @Test
  void theGeneratorStillMakesTheFile() throws IOException {
    assertThat(lines()).isEqualTo(stored());
  }

  @Test
  void bytesOfAnotherSchemaAreRefused() throws IOException {
    LabelledRows stream = stream(1, 100, false);
    LabelledRows other = Streams.step(1, 1);
    String text = QUICK.get(2);
    byte[] bytes = HexFormat.of().parseHex(hex(learner(text, stream), stream));
    assertThatThrownBy(() -> read(learner(text, other), bytes)).isInstanceOf(IOException.class);
  }
}
