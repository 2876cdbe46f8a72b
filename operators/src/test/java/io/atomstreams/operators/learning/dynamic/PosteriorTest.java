package io.atomstreams.operators.learning.dynamic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.state.CounterRandom;
import org.junit.jupiter.api.Test;

class PosteriorTest {

  private static final int INPUTS = 3;

  private static double[] draw(CounterRandom random) {
    return new double[] {1, 2 * random.nextDouble() - 1, 2 * random.nextDouble() - 1};
  }

  /**
   * The same in information form, said slowly: precision P, P ← λP + s·x·xᵀ, mean += P⁻¹x(y − p).
   */
  @Test
  void isTheNewtonStepInInformationForm() {
    CounterRandom random = new CounterRandom(4);
    Posterior posterior = new Posterior(INPUTS, true);
    double[][] precision = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    double[] mean = new double[INPUTS];
    double[] work = new double[INPUTS];
    for (int i = 0; i < 400; i++) {
      double[] x = draw(random);
      boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-x[1]));
      double p = 1 / (1 + Math.exp(-dot(mean, x)));
      double forgetting = i < 50 || i % 3 == 0 ? 1 : 0.99;
      // the oracle is not bounded: keep to where the bound does not bind
      for (int a = 0; a < INPUTS; a++) {
        for (int b = 0; b < INPUTS; b++) {
          precision[a][b] = forgetting * precision[a][b] + p * (1 - p) * x[a] * x[b];
        }
      }
      double[] step = solve(precision, x);
      for (int a = 0; a < INPUTS; a++) {
        mean[a] += step[a] * ((positive ? 1 : 0) - p);
      }
      posterior.learn(x, positive, 1, forgetting, work);
      assertThat(posterior.probability(x))
          .isCloseTo(1 / (1 + Math.exp(-dot(mean, x))), within(1e-9));
    }
  }

  @Test
  void findsTheCoefficients() {
    for (boolean full : new boolean[] {true, false}) {
      CounterRandom random = new CounterRandom(8);
      Posterior posterior = new Posterior(INPUTS, full);
      double[] work = new double[INPUTS];
      for (int i = 0; i < 20_000; i++) {
        double[] x = draw(random);
        boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-(0.5 + 2 * x[1] - x[2])));
        posterior.learn(x, positive, 1, 1, work);
      }
      assertThat(logit(posterior, 1, 0, 0)).isCloseTo(0.5, within(0.15));
      assertThat(logit(posterior, 0, 1, 0)).isCloseTo(2, within(0.15));
      assertThat(logit(posterior, 0, 0, 1)).isCloseTo(-1, within(0.15));
    }
  }

  @Test
  void doesNotGrowWithoutBoundWhereNothingIsSeen() {
    Posterior posterior = new Posterior(INPUTS, true);
    double[] work = new double[INPUTS];
    double[] x = {1, 0, 0};
    for (int i = 0; i < 100_000; i++) {
      posterior.learn(x, i % 2 == 0, 1, 0.99, work);
    }
    posterior.learn(new double[] {1, 5, 5}, true, 1, 0.99, work);
    assertThat(Math.abs(logit(posterior, 0, 1, 0))).isLessThan(5);
  }

  private static double logit(Posterior posterior, double... x) {
    double p = posterior.probability(x);
    return Math.log(p / (1 - p));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Cramer's rule. */
  private static double[] solve(double[][] matrix, double[] right) {
    double[] solution = new double[INPUTS];
    for (int column = 0; column < INPUTS; column++) {
      double[][] replaced = new double[INPUTS][];
      for (int a = 0; a < INPUTS; a++) {
        replaced[a] = matrix[a].clone();
        replaced[a][column] = right[a];
      }
      solution[column] = determinant(replaced) / determinant(matrix);
    }
    return solution;
  }

  private static double determinant(double[][] m) {
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  }
}
