package io.atomstreams.operators.learning.dynamic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.CounterRandom;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DynamicLogisticTest {

  private static final Schema SCHEMA = Schema.numbers(List.of("a", "b"), Target.binary());

  private static DynamicLogistic learner(int means) {
    return new DynamicLogistic(SCHEMA, new DynamicLogistic.Options(means));
  }

  /** The share of rows it gets right, where the class is the sign of a, turned every so often. */
  private static double accuracy(
      DynamicLogistic learner, DynamicState state, int rows, int period) {
    CounterRandom random = new CounterRandom(1);
    double[] out = new double[2];
    int right = 0;
    for (int i = 0; i < rows; i++) {
      double[] row = {random.nextDouble() - 0.5, 100 * random.nextDouble()};
      int label = (row[0] > 0) == (i / period % 2 == 0) ? 1 : 0;
      learner.predict(state, row, out);
      right += (out[1] > 0.5 ? 1 : 0) == label ? 1 : 0;
      learner.learn(state, row, label, 1);
    }
    return (double) right / rows;
  }

  @Test
  void adaptsAtTheRateThatHelps() {
    DynamicLogistic learner = learner(0);
    DynamicState still = learner.codec().create();
    assertThat(accuracy(learner, still, 5000, 1_000_000)).isGreaterThan(0.98);

    DynamicState turning = learner.codec().create();
    assertThat(accuracy(learner, turning, 5000, 500)).isGreaterThan(0.9);
    assertThat(turning.trust[2]).as("the shortest memory").isGreaterThan(turning.trust[0]);
  }

  @Test
  void seesWhereANumberStandsAgainstWhatWasUsualLately() {
    CounterRandom random = new CounterRandom(6);
    double[] right = new double[2];
    for (int means : new int[] {0, 4}) {
      DynamicLogistic learner = learner(means);
      DynamicState state = learner.codec().create();
      double[] out = new double[2];
      double level = 0;
      double usual = 0;
      for (int i = 0; i < 4000; i++) {
        level += random.nextDouble() - 0.5;
        usual += (level - usual) / 10;
        int label = level > usual ? 1 : 0;
        double[] row = {level, random.nextDouble()};
        learner.predict(state, row, out);
        right[means / 4] += (out[1] > 0.5 ? 1 : 0) == label ? 1 / 4000.0 : 0;
        learner.learn(state, row, label, 1);
      }
    }
    assertThat(right[0]).isLessThan(0.8);
    assertThat(right[1]).isGreaterThan(0.93);
  }

  @Test
  void tellsManyClassesApartAndCategoriesToo() {
    Schema schema =
        new Schema(List.of(Attribute.category("c", 3), Attribute.number("x")), Target.classes(4));
    DynamicLogistic learner = new DynamicLogistic(schema, new DynamicLogistic.Options(1));
    DynamicState state = learner.codec().create();
    CounterRandom random = new CounterRandom(2);
    double[] out = new double[4];
    int right = 0;
    for (int i = 0; i < 3000; i++) {
      int category = random.nextInt(3);
      double x = random.nextDouble();
      int label = category < 2 ? category : x < 0.5 ? 2 : 3;
      double[] row = {random.nextInt(50) == 0 ? Double.NaN : category, x};
      learner.predict(state, row, out);
      assertThat(Arrays.stream(out).sum()).isBetween(1 - 1e-12, 1 + 1e-12);
      right += IntStream.range(0, 4).reduce(0, (a, b) -> out[b] > out[a] ? b : a) == label ? 1 : 0;
      learner.learn(state, row, label, 1);
    }
    assertThat(right).isGreaterThan(2700);
  }

  @Test
  void leavesCovariancesOutWhereRowsAreWide() {
    List<String> names = IntStream.range(0, 700).mapToObj(i -> "x" + i).toList();
    Schema wide = Schema.numbers(names, Target.binary());
    DynamicLogistic learner = new DynamicLogistic(wide, new DynamicLogistic.Options(0));
    DynamicState state = learner.codec().create();
    assertThat(learner.memoryBytes(state)).isLessThan(100_000);
    CounterRandom random = new CounterRandom(3);
    double[] out = new double[2];
    int right = 0;
    for (int i = 0; i < 600; i++) {
      double[] row = IntStream.range(0, 700).mapToDouble(j -> random.nextInt(50) / 49.0).toArray();
      row[0] *= 20;
      int label = row[0] > 10 ? 1 : 0;
      learner.predict(state, row, out);
      right += i >= 300 && (out[1] > 0.5 ? 1 : 0) == label ? 1 : 0;
      learner.learn(state, row, label, 1);
    }
    assertThat(right).isGreaterThan(180);
  }

  @Test
  void goesOnAfterARestoreBitForBit() throws IOException {
    DynamicLogistic learner = learner(4);
    DynamicState straight = learner.codec().create();
    accuracy(learner, straight, 700, 200);
    BytesOutput out = new BytesOutput();
    learner.codec().write(straight, out);
    DynamicState restored =
        learner.codec().read(new BytesInput().open(out.array(), 0, out.size()), 1);
    accuracy(learner, straight, 700, 100);
    accuracy(learner, restored, 700, 100);

    assertThat(bytes(learner, restored)).isEqualTo(bytes(learner, straight));
  }

  private static byte[] bytes(DynamicLogistic learner, DynamicState state) throws IOException {
    BytesOutput out = new BytesOutput();
    learner.codec().write(state, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  @Test
  void refusesMeansWithoutEnd() {
    assertThatThrownBy(() -> new DynamicLogistic.Options(9))
        .hasMessage("dynamic-logistic: option means is 9, must be 0 to 8");
  }
}
