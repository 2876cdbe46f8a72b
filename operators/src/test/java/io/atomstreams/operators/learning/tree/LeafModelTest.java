package io.atomstreams.operators.learning.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.state.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What leaves know and by what they would be split, against slow ways to say the same. */
class LeafModelTest {

  private static final List<Attribute> MIXED =
      List.of(Attribute.number("x"), Attribute.category("c", 4), Attribute.number("y"));
  private static final int[] ALL = {0, 1, 2};

  private static double[] row(CounterRandom random) {
    return new double[] {random.nextDouble(), random.nextInt(4), 5 + random.nextDouble()};
  }

  private static double entropy(double... counts) {
    double sum = 0;
    double bits = 0;
    for (double count : counts) {
      sum += count;
    }
    for (double count : counts) {
      bits -= count > 0 ? count / sum * Math.log(count / sum) / Math.log(2) : 0;
    }
    return bits;
  }

  @Property(tries = 30)
  void theGainOfALevelIsTheLossOfEntropy(@ForAll long seed) {
    CounterRandom random = new CounterRandom(seed);
    Schema schema = new Schema(List.of(Attribute.category("c", 4)), Target.classes(3));
    LeafModel model = LeafModel.of(schema);
    double[] leaf = model.create(new int[] {0});
    double[][] counts = new double[4][3];
    for (int i = 0; i < 200; i++) {
      int level = random.nextInt(4);
      int target = random.nextInt(4) == 0 ? random.nextInt(3) : level % 3;
      model.learn(leaf, new int[] {0}, new double[] {level}, target, 1, 0);
      counts[level][target]++;
    }
    Split split = new Split(model.sideWidth());
    split.begin();
    model.offer(leaf, new int[] {0}, split);

    double best = 0;
    for (int level = 0; level < 4; level++) {
      double[] others = new double[3];
      double[] all = new double[3];
      for (int c = 0; c < 3; c++) {
        for (int l = 0; l < 4; l++) {
          all[c] += counts[l][c];
          others[c] += l == level ? 0 : counts[l][c];
        }
      }
      double is = counts[level][0] + counts[level][1] + counts[level][2];
      double gain =
          entropy(all) - is / 200 * entropy(counts[level]) - (200 - is) / 200 * entropy(others);
      best = Math.max(best, gain);
    }
    assertThat(split.gain()).isCloseTo(best, within(1e-9));
    assertThat(model.weightOf(split.left()) + model.weightOf(split.right()))
        .isCloseTo(200, within(1e-9));
  }

  @Test
  void aNumberIsAskedWhereTheClassesPart() {
    LeafModel model = LeafModel.of(new Schema(MIXED, Target.binary()));
    double[] leaf = model.create(ALL);
    CounterRandom random = new CounterRandom(1);
    for (int i = 0; i < 400; i++) {
      double[] row = row(random);
      row[2] += i % 2 == 0 ? 2 : 0;
      model.learn(leaf, ALL, row, i % 2, 2, 0);
    }
    Split split = new Split(2);
    split.begin();
    model.offer(leaf, ALL, split);
    Nodes.Question question = split.question(true);

    assertThat(question.attribute()).isEqualTo(2);
    assertThat(question.isLevel()).isFalse();
    assertThat(question.threshold()).isBetween(6.0, 7.0);
    assertThat(split.gain()).isCloseTo(1, within(1e-9));
    assertThat(split.left()).containsExactly(0, 400);
    assertThat(split.right()).containsExactly(400, 0);
    assertThat(split.second()).isLessThan(0.05);
  }

  /** The density formula with its products, for each class. */
  @Property(tries = 30)
  void naiveBayesSaysWhatItsFormulaSays(@ForAll long seed) {
    CounterRandom random = new CounterRandom(seed);
    LeafModel model = LeafModel.of(new Schema(MIXED, Target.binary()));
    double[] leaf = model.create(ALL);
    double[][] rows = new double[60][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(random);
      rows[i][0] += i % 2;
      model.learn(leaf, ALL, rows[i], i % 2, 1, 0);
    }
    double[] asked = row(random);
    double[] out = new double[2];
    model.predict(leaf, ALL, asked, out, 0);

    double[] score = new double[2];
    for (int c = 0; c < 2; c++) {
      score[c] = 30;
      for (int a : new int[] {0, 2}) {
        double mean = 0;
        double least = Double.MAX_VALUE;
        double greatest = -Double.MAX_VALUE;
        for (int i = 0; i < 60; i++) {
          mean += i % 2 == c ? rows[i][a] / 30 : 0;
          least = Math.min(least, rows[i][a]);
          greatest = Math.max(greatest, rows[i][a]);
        }
        double squares = Math.pow(greatest - least, 2) / 16;
        for (int i = c; i < 60; i += 2) {
          squares += Math.pow(rows[i][a] - mean, 2);
        }
        double variance = squares / 31;
        score[c] *= Math.exp(-Math.pow(asked[a] - mean, 2) / (2 * variance)) / Math.sqrt(variance);
      }
      double level = 0;
      for (int i = c; i < 60; i += 2) {
        level += rows[i][1] == asked[1] ? 1 : 0;
      }
      score[c] *= (level + 1) / 34;
    }
    assertThat(out[1]).isCloseTo(score[1] / (score[0] + score[1]), within(1e-8));
    assertThat(out[0] + out[1]).isCloseTo(1, within(1e-12));
  }

  @Test
  void whatIsMissingSaysNothing() {
    LeafModel model = LeafModel.of(new Schema(MIXED, Target.binary()));
    double[] leaf = model.create(ALL);
    for (int i = 0; i < 30; i++) {
      model.learn(leaf, ALL, new double[] {Double.NaN, 9, Double.NaN}, i % 3 == 0 ? 1 : 0, 1, 0);
    }
    double[] out = new double[2];
    model.predict(leaf, ALL, new double[] {1, 2, 3}, out, 0);
    assertThat(out[1]).isCloseTo(1 / 3.0, within(1e-9));
    Split split = new Split(2);
    split.begin();
    model.offer(leaf, ALL, split);
    assertThat(split.isFound()).isFalse();
  }

  @Property(tries = 30)
  void intervalsLoseNothingHoweverWideTheyBecome(@ForAll long seed) {
    CounterRandom random = new CounterRandom(seed);
    Schema schema = new Schema(List.of(Attribute.number("x")), Target.number());
    LeafModel model = LeafModel.of(schema);
    int[] all = {0};
    double[] leaf = model.create(all);
    int size = 300;
    double[] xs = new double[size];
    double[] ys = new double[size];
    for (int i = 0; i < size; i++) {
      xs[i] = Streams.normal(random) * Math.pow(10, random.nextInt(4)) * (1 + i / 50);
      ys[i] = random.nextDouble() + (xs[i] > 1 ? 3 : 0);
      model.learn(leaf, all, new double[] {xs[i]}, ys[i], 1, 0);
    }
    Split split = new Split(model.sideWidth());
    split.begin();
    model.offer(leaf, all, split);
    double threshold = split.question(false).threshold();

    // a value that lies on the border to the last bit may have gone either way
    int[] ascending =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> xs[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int left = (int) split.left()[0];
    double slack = 1e-12 * (Math.abs(xs[ascending[0]]) + Math.abs(xs[ascending[size - 1]]));
    assertThat(xs[ascending[left - 1]]).isLessThan(threshold + slack);
    assertThat(xs[ascending[left]]).isGreaterThanOrEqualTo(threshold - slack);
    double[] below = Arrays.stream(ascending, 0, left).mapToDouble(i -> ys[i]).toArray();
    double[] others = Arrays.stream(ascending, left, size).mapToDouble(i -> ys[i]).toArray();
    double reduction =
        deviation(ys)
            - below.length / (double) size * deviation(below)
            - others.length / (double) size * deviation(others);
    assertThat(split.gain()).isCloseTo(reduction, within(1e-6));
    assertThat(split.right()[0]).isEqualTo(others.length);
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Math.sqrt(Arrays.stream(values).map(y -> (y - mean) * (y - mean)).average().orElse(0));
  }

  @Test
  void theHoeffdingBoundIsThatOfThePaper() {
    Growth growth = new Growth(200, 1e-7, 0.05, 3, 100, 10);
    assertThat(growth.bound(1, 1000)).isCloseTo(0.0897722, within(1e-6));
    assertThat(growth.bound(2, 1000)).isCloseTo(2 * 0.0897722, within(1e-6));
    // ties are broken from here on: ln(1/δ) / (2 · 0.05²)
    assertThat(growth.bound(1, 3223.62)).isCloseTo(0.05, within(1e-6));
  }
}
