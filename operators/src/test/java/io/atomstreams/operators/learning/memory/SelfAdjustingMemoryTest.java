package io.atomstreams.operators.learning.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.CounterRandom;
import java.io.IOException;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelfAdjustingMemoryTest {

  private static final Schema PLANE = Schema.numbers(List.of("x", "y"), Target.classes(4));

  private static SelfAdjustingMemory learner(int recent, int lasting) {
    return new SelfAdjustingMemory(
        PLANE, new SelfAdjustingMemory.Options(5, recent, lasting, false, 1));
  }

  /** One stream: in the unit square the class is the quadrant, turned by so many with time. */
  private record Turning(CounterRandom random, IntUnaryOperator turns) {

    double[] row() {
      return new double[] {random.nextDouble(), random.nextDouble()};
    }

    int label(double[] row, int at) {
      int quadrant = (row[0] < 0.5 ? 0 : 1) + (row[1] < 0.5 ? 0 : 2);
      return (quadrant + turns.applyAsInt(at)) % 4;
    }
  }

  /** How many of the rows {@code [from, to)} it gets right, learning them. */
  private static int right(
      SelfAdjustingMemory learner, Memories state, Turning stream, int from, int to) {
    int right = 0;
    double[] out = new double[4];
    for (int i = from; i < to; i++) {
      double[] row = stream.row();
      int label = stream.label(row, i);
      learner.predict(state, row, out);
      int best = IntStream.range(0, 4).reduce(0, (a, b) -> out[b] > out[a] ? b : a);
      right += best == label ? 1 : 0;
      learner.learn(state, row, label, 1);
    }
    return right;
  }

  @Test
  void forgetsAtOnceWhenTheWorldTurns() {
    SelfAdjustingMemory learner = learner(2000, 1000);
    Memories state = learner.codec().create();
    Turning stream = new Turning(new CounterRandom(3), at -> at / 1500);
    assertThat(right(learner, state, stream, 0, 1500)).isGreaterThan(1350);
    assertThat(state.recent.size()).isGreaterThan(700);

    right(learner, state, stream, 1500, 1600);
    assertThat(state.recent.size()).as("what is left is of the new world").isLessThan(150);
    assertThat(right(learner, state, stream, 1600, 1900)).isGreaterThan(250);
  }

  @Test
  void knowsAgainWhatComesBack() {
    // half of the square is never shown in the second world, and comes back in the third
    SelfAdjustingMemory learner = learner(2000, 1000);
    Memories state = learner.codec().create();
    CounterRandom random = new CounterRandom(5);
    double[] out = new double[4];
    for (int i = 0; i < 900; i++) {
      double[] row = {random.nextDouble(), random.nextDouble()};
      learner.learn(state, row, row[0] < 0.5 ? 0 : 1, 1);
    }
    for (int i = 0; i < 400; i++) {
      double[] row = {0.5 * random.nextDouble(), random.nextDouble()};
      learner.learn(state, row, 2, 1);
    }
    assertThat(state.lasting.size()).isPositive();
    for (int i = 0; i < state.lasting.size(); i++) {
      // the left half of the old world is contradicted, the right half is not
      assertThat(state.lasting.label(i)).isIn(1, 2);
    }
    int known = 0;
    for (int i = 0; i < 100; i++) {
      double[] row = {0.55 + 0.45 * random.nextDouble(), random.nextDouble()};
      learner.predict(state, row, out);
      learner.learn(state, row, 1, 1);
      known += out[1] > 0.5 ? 1 : 0;
    }
    assertThat(known).isGreaterThan(80);
  }

  @Test
  void doesAtLeastAsWellAsTheBestOfThreeWindowsOnFastAndOnSlowStreams() {
    for (int period : new int[] {150, 1_000, 1_000_000}) {
      int best = 0;
      for (int window : new int[] {100, 500, 2000}) {
        best = Math.max(best, rightOfWindow(window, period));
      }
      SelfAdjustingMemory learner = learner(2000, 1000);
      int adjusting = right(learner, learner.codec().create(), noisy(period), 0, 4000);
      assertThat(adjusting).as("turning every %d", period).isGreaterThan(best - 20);
    }
  }

  private static Turning noisy(int period) {
    return new Turning(new CounterRandom(11), at -> at / period);
  }

  /** Nearest neighbours in the last so many rows, said slowly. */
  private static int rightOfWindow(int window, int period) {
    Turning stream = noisy(period);
    double[][] rows = new double[4000][];
    int[] labels = new int[rows.length];
    int right = 0;
    for (int i = 0; i < rows.length; i++) {
      double[] row = stream.row();
      rows[i] = row;
      labels[i] = stream.label(row, i);
      double[] votes = new double[4];
      Neighbours near = new Neighbours(5);
      near.clear();
      for (int j = i - 1; j >= Math.max(0, i - window); j--) {
        double dx = rows[j][0] - row[0];
        double dy = rows[j][1] - row[1];
        float squared = (float) (dx * dx + dy * dy);
        if (squared < near.bound()) {
          near.add(squared, labels[j], 1, j);
        }
      }
      right += near.winner(votes) == labels[i] ? 1 : 0;
    }
    return right;
  }

  @Test
  void keepsNoMoreThanItMay() {
    SelfAdjustingMemory learner = learner(200, 100);
    Memories state = learner.codec().create();
    Turning still = new Turning(new CounterRandom(1), at -> 0);
    for (int i = 0; i < 30; i++) {
      right(learner, state, still, 100 * i, 100 * (i + 1));
      assertThat(state.recent.size()).isLessThan(200);
      assertThat(state.lasting.size()).isBetween(0, 100);
    }
    assertThat(learner.memoryBytes(state)).isLessThan(30_000);
  }

  @Test
  void aFixedWindowIsTheLatestExamplesWhateverHappens() {
    SelfAdjustingMemory learner =
        new SelfAdjustingMemory(PLANE, new SelfAdjustingMemory.Options(5, 300, 100, true, 1));
    Memories state = learner.codec().create();
    right(learner, state, new Turning(new CounterRandom(2), at -> at / 500), 0, 1234);

    assertThat(state.recent.size()).isEqualTo(300);
    assertThat(state.lasting.size()).isZero();
    assertThat(state.trusted()).isSameAs(state.recall.recent);
  }

  @Test
  void goesOnAfterARestoreBitForBit() throws IOException {
    SelfAdjustingMemory learner = learner(300, 100);
    Memories straight = learner.codec().create();
    Turning one = new Turning(new CounterRandom(2), at -> at / 400);
    right(learner, straight, one, 0, 1234);
    Memories restored = read(learner, bytes(learner, straight));
    Turning other = new Turning(one.random().copy(), one.turns());
    assertThat(right(learner, restored, other, 1234, 2500))
        .isEqualTo(right(learner, straight, one, 1234, 2500));
    assertThat(bytes(learner, restored)).isEqualTo(bytes(learner, straight));
  }

  private static byte[] bytes(SelfAdjustingMemory learner, Memories state) throws IOException {
    BytesOutput out = new BytesOutput();
    learner.codec().write(state, out);
    return java.util.Arrays.copyOf(out.array(), out.size());
  }

  private static Memories read(SelfAdjustingMemory learner, byte[] bytes) throws IOException {
    return learner.codec().read(new BytesInput().open(bytes, 0, bytes.length), 1);
  }

  @Test
  void tellsCategoriesAndMissingValuesApart() {
    Schema schema =
        new Schema(
            List.of(Attribute.category("colour", 3), Attribute.number("size")), Target.binary());
    SelfAdjustingMemory learner =
        new SelfAdjustingMemory(schema, new SelfAdjustingMemory.Options(3, 500, 100, false, 1));
    Memories state = learner.codec().create();
    CounterRandom random = new CounterRandom(9);
    for (int i = 0; i < 300; i++) {
      int colour = random.nextInt(3);
      double size = random.nextInt(3) == 0 ? Double.NaN : random.nextDouble();
      learner.learn(state, new double[] {colour, size}, colour == 2 ? 1 : 0, 1);
    }
    double[] out = new double[2];
    learner.predict(state, new double[] {2, Double.NaN}, out);
    assertThat(out[1]).isGreaterThan(0.7);
    learner.predict(state, new double[] {1, 0.5}, out);
    assertThat(out[0]).isGreaterThan(0.7);
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThatThrownBy(() -> new SelfAdjustingMemory.Options(0, 500, 100, false, 1))
        .hasMessage("sam-knn: option neighbours is 0, must be 1 to 100");
    assertThatThrownBy(() -> new SelfAdjustingMemory.Options(5, 99, 100, false, 1))
        .hasMessage("sam-knn: option recent is 99, must be 100 to 100,000");
  }
}
