package io.atomstreams.operators.learning.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.state.CounterRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the formula, over all examples at once. */
class NaiveBayesTest {

  private static final Schema SCHEMA =
      new Schema(
          List.of(Attribute.number("a"), Attribute.number("b"), Attribute.category("shop", 3)),
          Target.classes(3));
  private static final double SMOOTHING = 0.5;

  private final NaiveBayes learner =
      new NaiveBayes(SCHEMA, new NaiveBayes.Options(SMOOTHING, false));
  private final CounterRandom random = new CounterRandom(5);

  /** Values, class, weight. */
  private List<double[]> examples(int count) {
    List<double[]> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int c = random.nextInt(3);
      double a = random.nextInt(6) == 0 ? Double.NaN : 1000 + c + random.nextDouble();
      double shop = random.nextInt(8) == 0 ? Double.NaN : (c + random.nextInt(2)) % 3;
      examples.add(new double[] {a, c * random.nextDouble(), shop, c, 1 + random.nextInt(2)});
    }
    return examples;
  }

  private void learn(NaiveBayesState state, double[] e, int sign) {
    learner.learn(state, java.util.Arrays.copyOf(e, 3), e[3], sign * e[4]);
  }

  private static double[] batch(List<double[]> examples, double[] row) {
    double[] p = new double[3];
    double total = 0;
    for (int c = 0; c < 3; c++) {
      int id = c;
      List<double[]> own = examples.stream().filter(e -> e[3] == id).toList();
      p[c] = (weight(own) + SMOOTHING) / (weight(examples) + 3 * SMOOTHING);
      for (int j = 0; j < 2; j++) {
        int column = j;
        List<double[]> all = examples.stream().filter(e -> !Double.isNaN(e[column])).toList();
        List<double[]> present = own.stream().filter(e -> !Double.isNaN(e[column])).toList();
        double variance =
            (squares(present, j) + SMOOTHING * squares(all, j) / weight(all))
                / (weight(present) + SMOOTHING);
        double apart = row[j] - mean(present, j);
        p[c] *= Math.exp(-apart * apart / variance / 2) / Math.sqrt(variance);
      }
      List<double[]> shops = own.stream().filter(e -> !Double.isNaN(e[2])).toList();
      List<double[]> same = own.stream().filter(e -> e[2] == row[2]).toList();
      p[c] *= (weight(same) + SMOOTHING) / (weight(shops) + 3 * SMOOTHING);
      total += p[c];
    }
    return new double[] {p[0] / total, p[1] / total, p[2] / total};
  }

  private static double weight(List<double[]> examples) {
    return examples.stream().mapToDouble(e -> e[4]).sum();
  }

  private static double mean(List<double[]> examples, int column) {
    return examples.stream().mapToDouble(e -> e[4] * e[column]).sum() / weight(examples);
  }

  private static double squares(List<double[]> examples, int column) {
    double mean = mean(examples, column);
    return examples.stream().mapToDouble(e -> e[4] * (e[column] - mean) * (e[column] - mean)).sum();
  }

  private void requireBatch(NaiveBayesState state, List<double[]> examples) {
    for (double[] row : List.of(new double[] {1001.2, 0.4, 1}, new double[] {1002.5, 1.5, 2})) {
      double[] out = new double[3];
      learner.predict(state, row, out);
      double[] expected = batch(examples, row);
      for (int c = 0; c < 3; c++) {
        assertThat(out[c]).isCloseTo(expected[c], within(1e-9));
      }
    }
  }

  @Test
  void isTheFormulaOverAllExamples() {
    NaiveBayesState state = learner.codec().create();
    List<double[]> examples = examples(300);
    examples.forEach(e -> learn(state, e, 1));

    requireBatch(state, examples);
  }

  @Test
  void takesExamplesBack() {
    NaiveBayesState state = learner.codec().create();
    List<double[]> examples = examples(300);
    examples.forEach(e -> learn(state, e, 1));
    for (int i = 290; i >= 100; i -= 7) {
      learn(state, examples.remove(i), -1);
    }
    requireBatch(state, examples);
  }

  @Test
  void partsMakeWhatTheWholeWouldHaveMade() {
    List<double[]> examples = examples(300);
    List<NaiveBayesState> parts = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      NaiveBayesState state = learner.codec().create();
      examples.subList(100 * part, 100 * part + 100).forEach(e -> learn(state, e, 1));
      parts.add(state);
    }
    Collections.reverse(parts);
    requireBatch(learner.merge(parts).orElseThrow(), examples);
  }

  @Test
  void refusesNoSmoothing() {
    assertThatThrownBy(() -> new NaiveBayes.Options(0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("option smoothing is 0.0");
  }
}
