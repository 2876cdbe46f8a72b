package io.atomstreams.operators.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.evaluation.BinaryEvaluator;
import io.atomstreams.operators.evaluation.EvaluationReport;
import io.atomstreams.operators.evaluation.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Half of the positives become known only after the cut: at first they are given out as negatives.
 * Taking those back and learning the positives makes up for it; not doing so is 25 points off.
 */
class LatePositivesTest {

  private static final int ROWS = 60_000;
  private static final int LATE_BY = 2_000;
  private static final Schema SCHEMA = Schema.numbers(List.of("a", "b", "c", "d"), Target.binary());
  private static final double[] TRUTH = {1.5, -1, 0.5, 0, 0.1};

  private enum Labels {
    /** Each at its cut, right. */
    ORACLE,
    /** As they come, with corrections. */
    CORRECTED,
    /** As they come, without. */
    NAIVE
  }

  private record Row(double[] values, boolean positive) {
    static Row next(Random random) {
      double[] values = random.doubles(4).map(x -> 4 * x - 2).toArray();
      double sum = TRUTH[4];
      for (int i = 0; i < 4; i++) {
        sum += TRUTH[i] * values[i];
      }
      return new Row(values, random.nextDouble() < 1 / (1 + Math.exp(-sum)));
    }
  }

  private record Late(int at, Row row) {}

  /** Learns the stream to its end; corrections of the last rows have not come by then. */
  private static <S> S learn(Learner<S> learner, Labels labels, long seed) {
    Random random = new Random(seed);
    Random lateness = new Random(seed + 1);
    S state = learner.codec().create();
    Deque<Late> pending = new ArrayDeque<>();
    for (int i = 0; i < ROWS; i++) {
      Row row = Row.next(random);
      boolean late = row.positive() && lateness.nextBoolean() && labels != Labels.ORACLE;
      learner.learn(state, row.values(), row.positive() && !late ? 1 : 0, 1);
      if (late && labels == Labels.CORRECTED) {
        pending.add(new Late(i + LATE_BY, row));
      }
      while (!pending.isEmpty() && pending.peek().at() <= i) {
        double[] values = pending.remove().row().values();
        learner.learn(state, values, 0, -1);
        learner.learn(state, values, 1, 1);
      }
    }
    return state;
  }

  /** On rows to come, with true labels. */
  private static <S> EvaluationReport evaluate(Learner<S> learner, S state, long seed) {
    Random random = new Random(seed + 2);
    BinaryEvaluator evaluator =
        new BinaryEvaluator(new BinaryEvaluator.Options(List.of(0.5), 15, 0));
    BinaryEvaluator.State figures = evaluator.codec().create();
    double[] out = new double[2];
    for (int i = 0; i < 40_000; i++) {
      Row row = Row.next(random);
      learner.predict(state, row.values(), out);
      evaluator.add(figures, Outcome.binary(out[1], row.positive()));
    }
    return evaluator.report(figures);
  }

  private static double off(EvaluationReport report) {
    return Math.abs(report.value("meanScore") - report.value("baseRate"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void takingBackMakesLatePositivesGood(long seed) {
    LogisticFixture learner = new LogisticFixture(SCHEMA);
    LogisticFixture.State oracle = learn(learner, Labels.ORACLE, seed);
    LogisticFixture.State corrected = learn(learner, Labels.CORRECTED, seed);
    LogisticFixture.State naive = learn(learner, Labels.NAIVE, seed);

    EvaluationReport right = evaluate(learner, corrected, seed);
    EvaluationReport wrong = evaluate(learner, naive, seed);

    assertThat(off(right)).isLessThan(0.02);
    assertThat(right.value("ece")).isLessThan(0.02);
    assertThat(off(wrong)).isGreaterThan(0.2);
    assertThat(gap(corrected.weights, oracle.weights)).isLessThan(0.1);
    assertThat(gap(naive.weights, oracle.weights)).isGreaterThan(0.5);
  }

  /** {@code ‖w − o‖ / ‖o‖}. */
  private static double gap(double[] weights, double[] oracle) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < oracle.length; i++) {
      difference += (weights[i] - oracle[i]) * (weights[i] - oracle[i]);
      size += oracle[i] * oracle[i];
    }
    return Math.sqrt(difference / size);
  }
}
