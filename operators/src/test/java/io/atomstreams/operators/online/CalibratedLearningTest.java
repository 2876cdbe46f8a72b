package io.atomstreams.operators.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.evaluation.BinaryEvaluator;
import io.atomstreams.operators.evaluation.EvaluationReport;
import io.atomstreams.operators.evaluation.Outcome;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.learning.Attribute;
import io.atomstreams.operators.state.NestedState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Naive Bayes of the same value four times is far too sure of itself. */
class CalibratedLearningTest {

  private static final List<Attribute> COPIES =
      List.of(
          Attribute.number("a"),
          Attribute.number("b"),
          Attribute.number("c"),
          Attribute.number("d"));

  private static LearningFold<?> fold(String calibrate) {
    return LearningFold.of(
        new LearningFold.Options(
            "nb",
            SampleExamples.LABEL,
            SampleExamples.LIST,
            new LearnerSpec("naive-bayes", COPIES, List.of(), calibrate),
            Version.MINUTE,
            50,
            1,
            new Segments(false, List.of())));
  }

  private static List<Example> stream(int count) {
    SplittableRandom random = new SplittableRandom(5);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean yes = random.nextBoolean();
      float x = (float) ((yes ? 0.5 : -0.5) + random.nextGaussian());
      examples.add(
          SampleExamples.example(
              i, i * 1000L, yes ? 1 : 0, Example.Kind.FIRST, 1, new float[] {x, x, x, x}, 0.5));
    }
    return examples;
  }

  private static <S> List<Judged> run(
      LearningFold<S> fold, List<Example> examples, boolean restarts) throws IOException {
    List<Judged> judged = new ArrayList<>();
    Learned<S> state = fold.codec().create();
    for (int i = 0; i < examples.size(); i++) {
      if (restarts && i % 100 == 0) {
        state =
            fold.codec()
                .adopt(NestedState.of(fold.codec(), NestedState.bytes(fold.codec(), state)));
      }
      fold.add(
          state,
          examples.get(i),
          lesson -> {
            if (lesson instanceof Judged one) {
              judged.add(one);
            }
          });
    }
    return judged;
  }

  private static EvaluationReport report(List<Judged> judged, String version) {
    BinaryEvaluator evaluator = new BinaryEvaluator(SampleExamples.evaluations(1).figures());
    BinaryEvaluator.State state = evaluator.codec().create();
    judged.stream()
        .filter(one -> one.modelVersion().equals(version))
        .forEach(one -> evaluator.add(state, Outcome.binary(one.probability(), one.target() == 1)));
    return evaluator.report(state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"isotonic", "platt"})
  void whatIsCalibratedIsBetter(String calibrate) throws IOException {
    List<Judged> judged = run(fold(calibrate), stream(5_000), false);
    EvaluationReport before = report(judged, Judged.LIVE);
    EvaluationReport after = report(judged, Judged.CALIBRATED);

    assertThat(before.value("ece")).isGreaterThan(0.1);
    assertThat(after.value("ece")).isLessThan(0.05);
    assertThat(after.value("logLoss")).isLessThan(before.value("logLoss") - 0.1);
    assertThat(report(run(fold(""), stream(5_000), false), Judged.LIVE)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"isotonic", "platt"})
  void aRestoredCalibratorSaysWhatAnUndisturbedOneDoes(String calibrate) throws IOException {
    assertThat(run(fold(calibrate), stream(1_000), true))
        .isEqualTo(run(fold(calibrate), stream(1_000), false));
  }

  @Test
  void anAnswerIsNotKnownToItsOwnTest() throws IOException {
    List<Example> examples = stream(500);
    Example last = examples.get(499);
    List<Example> otherwise = new ArrayList<>(examples.subList(0, 499));
    otherwise.add(
        SampleExamples.example(
            499, last.ts(), 1 - last.target(), Example.Kind.FIRST, 1, last.vector(), 0.5));

    List<Judged> as = run(fold("isotonic"), examples, false);
    List<Judged> other = run(fold("isotonic"), otherwise, false);
    assertThat(other.get(other.size() - 1).probability())
        .isEqualTo(as.get(as.size() - 1).probability());
    assertThat(as.get(as.size() - 1).modelVersion()).isEqualTo(Judged.CALIBRATED);
  }
}
