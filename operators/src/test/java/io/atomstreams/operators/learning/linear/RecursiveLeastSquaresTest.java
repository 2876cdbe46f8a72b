package io.atomstreams.operators.learning.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.state.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the normal equations, solved by elimination. */
class RecursiveLeastSquaresTest {

  private static final Schema SCHEMA = Schema.numbers(List.of("a", "b", "c", "d"), Target.number());
  private static final int COORDINATES = 5;
  private static final double RIDGE = 0.01;

  private final CounterRandom random = new CounterRandom(11);

  /** The last value is the target, the one before it the weight. */
  private List<double[]> examples(int count) {
    List<double[]> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] e = new double[6];
      for (int j = 0; j < 4; j++) {
        e[j] = 10 * random.nextDouble() - 3;
      }
      e[4] = 0.5 + random.nextDouble();
      e[5] = 2 * e[0] - e[1] + 0.5 * e[2] * e[3] + random.nextDouble() + 4;
      examples.add(e);
    }
    return examples;
  }

  private static RecursiveLeastSquares learner(double lambda) {
    return new RecursiveLeastSquares(
        SCHEMA, new RecursiveLeastSquares.Options(lambda, RIDGE, false));
  }

  private static void learn(RecursiveLeastSquares learner, RlsState state, double[] e, int sign) {
    learner.learn(state, java.util.Arrays.copyOf(e, 4), e[5], sign * e[4]);
  }

  private static double[] batch(List<double[]> examples) {
    double[][] a = new double[COORDINATES][COORDINATES + 1];
    for (int i = 0; i < COORDINATES; i++) {
      a[i][i] = RIDGE;
    }
    for (double[] e : examples) {
      double[] x = {e[0], e[1], e[2], e[3], 1};
      for (int i = 0; i < COORDINATES; i++) {
        for (int j = 0; j < COORDINATES; j++) {
          a[i][j] += e[4] * x[i] * x[j];
        }
        a[i][COORDINATES] += e[4] * x[i] * e[5];
      }
    }
    return solved(a);
  }

  private static double[] solved(double[][] a) {
    int n = a.length;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        if (k != i) {
          double factor = a[k][i] / a[i][i];
          for (int j = i; j <= n; j++) {
            a[k][j] -= factor * a[i][j];
          }
        }
      }
    }
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      weights[i] = a[i][n] / a[i][i];
    }
    return weights;
  }

  private static void requireWeights(double[] found, double[] expected, double within) {
    for (int i = 0; i < COORDINATES; i++) {
      assertThat(found[i]).as("weight %d", i).isCloseTo(expected[i], within(within));
    }
  }

  @Test
  void isRidgeRegressionOfAllExamplesAtEveryExample() {
    RecursiveLeastSquares learner = learner(1);
    RlsState state = learner.codec().create();
    List<double[]> examples = examples(300);
    for (int i = 0; i < examples.size(); i++) {
      learn(learner, state, examples.get(i), 1);
      requireWeights(state.weights(), batch(examples.subList(0, i + 1)), 1e-9);
    }
  }

  @Test
  void takesExamplesBackInAnyOrder() {
    RecursiveLeastSquares learner = learner(1);
    RlsState state = learner.codec().create();
    List<double[]> examples = examples(300);
    examples.forEach(e -> learn(learner, state, e, 1));
    for (int i = 299; i >= 100; i -= 3) {
      learn(learner, state, examples.remove(i), -1);
    }
    requireWeights(state.weights(), batch(examples), 1e-9);
  }

  @Test
  void leavesWhatItNeverLearntWhereTakingItBackWouldLeaveLessThanNothing() {
    RecursiveLeastSquares learner = learner(1);
    RlsState state = learner.codec().create();
    List<double[]> examples = examples(20);
    examples.forEach(e -> learn(learner, state, e, 1));

    learner.learn(state, new double[] {1e6, 0, 0, 0}, 5, -1);
    requireWeights(state.weights(), batch(examples), 1e-9);
  }

  @Test
  void partsMakeWhatTheWholeWouldHaveMade() {
    RecursiveLeastSquares learner = learner(1);
    List<double[]> examples = examples(300);
    List<RlsState> parts = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      RlsState state = learner.codec().create();
      examples.subList(100 * part, 100 * part + 100).forEach(e -> learn(learner, state, e, 1));
      parts.add(state);
    }
    requireWeights(learner.merge(parts).orElseThrow().weights(), batch(examples), 1e-9);
  }

  @Test
  void forgetsExponentially() {
    double lambda = 0.98;
    RecursiveLeastSquares learner = learner(lambda);
    RlsState state = learner.codec().create();
    List<double[]> examples = examples(400);
    examples.forEach(e -> learn(learner, state, e, 1));
    for (int i = 0; i < examples.size(); i++) {
      examples.get(i)[4] *= Math.pow(lambda, examples.size() - 1 - i);
    }
    requireWeights(state.weights(), batch(examples), 1e-4);
  }

  /** Where the inverse matrix of the textbook blows up. */
  @Test
  void aDirectionWithoutNewsStaysBounded() {
    RecursiveLeastSquares learner = learner(0.9);
    RlsState state = learner.codec().create();
    for (int i = 0; i < 20_000; i++) {
      double x = random.nextDouble();
      learner.learn(state, new double[] {x, x, 0, 0}, 3 * x + 1e-3 * random.nextDouble(), 1);
    }
    double[] out = new double[1];
    learner.predict(state, new double[] {0.5, 0.5, 1, 1}, out);
    assertThat(out[0]).isCloseTo(1.5, within(0.05));
    for (double weight : state.weights()) {
      assertThat(Math.abs(weight)).isLessThan(10);
    }
  }

  @Test
  void keepsItsDigitsWhereNormalEquationsLoseThem() {
    RecursiveLeastSquares learner =
        new RecursiveLeastSquares(SCHEMA, new RecursiveLeastSquares.Options(1, 1e-18, false));
    RlsState state = learner.codec().create();
    for (int i = 0; i < 2_000; i++) {
      double x = random.nextDouble();
      double y = x + 1e-6 * random.nextDouble();
      learner.learn(state, new double[] {x, y, random.nextDouble(), 0}, 1e6 * (y - x), 1);
    }
    assertThat(state.weights()[0]).isCloseTo(-1e6, within(1e3));
    assertThat(state.weights()[1]).isCloseTo(1e6, within(1e3));
  }

  @Test
  void refusesMoreCoordinatesThanASquareOfThemHasRoomFor() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      names.add("x" + i);
    }
    Schema wide = Schema.numbers(names, Target.number());
    assertThatThrownBy(
            () ->
                new RecursiveLeastSquares(wide, new RecursiveLeastSquares.Options(1, RIDGE, false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rls has 5001 coordinates")
        .hasMessageContaining("ftrl-squared");
  }
}
