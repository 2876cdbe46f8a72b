package io.atomstreams.operators.learning.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
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

/** What {@code adaptive} and its members stored in the first release is read by every later one. */
class AdaptiveGoldenTest {

  private static final Path FILE = Path.of("..", "testdata", "golden", "learning-adaptive-v1.hex");
  private static final int[] EXAMPLES = {0, 1, 140, 260};
  private static final Schema SCHEMA =
      new Schema(List.of(Attribute.number("x"), Attribute.category("shop", 3)), Target.classes(3));

  private static <S> String line(Learner<S> learner, int examples) throws IOException {
    StateCodec<S> codec = learner.codec();
    S state = codec.create();
    CounterRandom random = new CounterRandom(20240104);
    for (int i = 0; i < examples; i++) {
      double x = random.nextInt(20) == 0 ? Double.NaN : random.nextDouble();
      int shop = random.nextInt(3);
      int label = ((x > 0.5 ? 1 : 0) + i / 100 + (shop == 2 ? 1 : 0)) % 3;
      learner.learn(state, new double[] {x, shop}, label, 1);
    }
    BytesOutput out = new BytesOutput();
    codec.write(state, out);
    byte[] bytes = Arrays.copyOf(out.array(), out.size());
    return examples + " " + HexFormat.of().formatHex(bytes) + " " + said(learner, state);
  }

  private static <S> String said(Learner<S> learner, S state) {
    double[] out = new double[3];
    learner.predict(state, new double[] {0.25, 1}, out);
    return Arrays.toString(out).replace(" ", "");
  }

  private static Learner<?> learner() {
    return Learners.parse(
        "adaptive:members=sam-knn:recent=100;lasting=100+dynamic-logistic:means=1", SCHEMA);
  }

  private static List<String> stored() throws IOException {
    if (Boolean.getBoolean("atom.golden.write")) {
      List<String> lines = new ArrayList<>();
      for (int examples : EXAMPLES) {
        lines.add(line(learner(), examples));
      }
      Files.writeString(FILE, String.join("\n", lines) + "\n");
    }
    return Files.readAllLines(FILE);
  }

  @Test
  void storedStatesAreReadAndSayWhatTheySaidThen() throws IOException {
    for (String line : stored()) {
      requireRead(learner(), line.split(" ", -1));
    }
  }

  private static <S> void requireRead(Learner<S> learner, String[] parts) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(parts[1]);
    BytesInput in = new BytesInput().open(bytes, 0, bytes.length);
    S state = learner.codec().read(in, 1);

    assertThat(in.available()).isZero();
    assertThat(said(learner, state)).isEqualTo(parts[2]);
  }

  @Test
  void writesTheSameBytesAsTheFirstRelease() throws IOException {
    List<String> lines = stored();
    for (int i = 0; i < EXAMPLES.length; i++) {
      assertThat(line(learner(), EXAMPLES[i])).isEqualTo(lines.get(i));
    }
  }
}
