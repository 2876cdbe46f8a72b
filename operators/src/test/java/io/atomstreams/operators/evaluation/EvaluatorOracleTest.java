package io.atomstreams.operators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Streams in any order, in parts, with outcomes taken back: the batch's figures to the last bit.
 */
class EvaluatorOracleTest {

  private static final List<Double> THRESHOLDS = List.of(0.5, 0.2, 0.9);
  private static final BinaryEvaluator BINARY =
      new BinaryEvaluator(new BinaryEvaluator.Options(THRESHOLDS, 15, 10_000));

  @Property(tries = 150)
  void binaryFiguresAreThoseOfTheBatch(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int size) throws IOException {
    List<Outcome> outcomes = binary(new Random(seed), size);

    EvaluationReport report = stream(BINARY, outcomes, new Random(seed + 1), binary(seed));

    assertExactly(report, BatchMetrics.binary(outcomes, THRESHOLDS, 15), outcomes.size());
  }

  @Property(tries = 100)
  void figuresOfClassesAreThoseOfTheBatch(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int size) throws IOException {
    Random random = new Random(seed);
    List<Outcome> outcomes = classes(random, size);

    EvaluationReport report =
        stream(
            new ClassEvaluator(new ClassEvaluator.Options(4)),
            outcomes,
            random,
            classes(random, 20));

    assertExactly(report, BatchMetrics.classes(outcomes, 4), outcomes.size());
  }

  @Property(tries = 100)
  void figuresOfNumbersAreThoseOfTheBatch(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 120) int size) throws IOException {
    Random random = new Random(seed);
    List<Outcome> outcomes = numbers(random, size);

    EvaluationReport report = stream(new NumberEvaluator(), outcomes, random, numbers(random, 20));

    assertExactly(report, BatchMetrics.numbers(outcomes), outcomes.size());
  }

  @Property(tries = 100)
  void theAreaOfBinsIsOffByItsErrorAtMost(@ForAll long seed) {
    List<Outcome> outcomes = binary(new Random(seed), 200);
    BinaryEvaluator binned = new BinaryEvaluator(new BinaryEvaluator.Options(THRESHOLDS, 15, 0));
    BinaryEvaluator.State state = binned.codec().create();
    outcomes.forEach(outcome -> binned.add(state, outcome));

    EvaluationReport report = binned.report(state);

    assertThat(Math.abs(report.value("auc") - BatchMetrics.area(outcomes)))
        .isLessThanOrEqualTo(report.value("aucError") + 1e-15);
    assertThat(report.value("aucError")).isLessThan(0.02);
  }

  private static void assertExactly(
      EvaluationReport report, Map<String, Double> expected, int size) {
    assertThat(report.weight()).isEqualTo(size);
    expected.forEach((name, value) -> assertThat(report.value(name)).as(name).isEqualTo(value));
  }

  /**
   * Adds the outcomes to three states in any order, some after a pass through bytes, with others
   * that are taken back; merges the states.
   */
  private static <S> EvaluationReport stream(
      Evaluator<S> evaluator, List<Outcome> outcomes, Random random, List<Outcome> takenBack)
      throws IOException {
    List<Outcome> all = new ArrayList<>(outcomes);
    takenBack.forEach(outcome -> all.addAll(List.of(outcome, outcome.weighing(-1))));
    Collections.shuffle(all, random);
    List<S> states = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      states.add(evaluator.codec().create());
    }
    for (Outcome outcome : all) {
      int at = random.nextInt(3);
      evaluator.add(states.get(at), outcome);
      if (random.nextInt(20) == 0) {
        states.set(at, throughBytes(evaluator.codec(), states.get(at)));
      }
    }
    Collections.shuffle(states, random);
    evaluator.merge(states.get(0), states.get(1));
    evaluator.merge(states.get(0), states.get(2));
    S straight = evaluator.codec().create();
    outcomes.forEach(outcome -> evaluator.add(straight, outcome));
    assertThat(bytes(evaluator.codec(), states.get(0)))
        .isEqualTo(bytes(evaluator.codec(), straight));
    return evaluator.report(evaluator.codec().copy(states.get(0)));
  }

  static <S> byte[] bytes(StateCodec<S> codec, S state) throws IOException {
    BytesOutput out = new BytesOutput();
    codec.write(state, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  static <S> S throughBytes(StateCodec<S> codec, S state) throws IOException {
    byte[] bytes = bytes(codec, state);
    BytesInput in = new BytesInput().open(bytes, 0, bytes.length);
    S read = codec.read(in, codec.version());
    assertThat(in.available()).isZero();
    return read;
  }

  private static List<Outcome> binary(long seed) {
    return binary(new Random(seed + 2), 20);
  }

  static List<Outcome> binary(Random random, int size) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      double p =
          switch (random.nextInt(5)) {
            case 0 -> random.nextInt(5) / 4.0;
            case 1 -> random.nextFloat();
            case 2 -> random.nextDouble() * 1e-4;
            default -> random.nextDouble();
          };
      outcomes.add(
          Outcome.binary(p, random.nextDouble() < p)
              .after(random.nextInt(4) == 0 ? Double.NaN : random.nextInt(2)));
    }
    return outcomes;
  }

  static List<Outcome> classes(Random random, int size) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      double[] p = random.doubles(4).toArray();
      double sum = Arrays.stream(p).sum();
      for (int j = 0; j < 4; j++) {
        p[j] /= sum;
      }
      outcomes.add(
          Outcome.of(p, random.nextInt(4))
              .after(random.nextInt(4) == 0 ? Double.NaN : random.nextInt(4)));
    }
    return outcomes;
  }

  static List<Outcome> numbers(Random random, int size) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      double scale = Math.pow(10, random.nextInt(13) - 6);
      double y = 1e6 + scale * random.nextGaussian();
      double said = y + random.nextGaussian();
      Outcome outcome = Outcome.of(new double[] {said}, y);
      outcome = i % 3 == 0 ? outcome : outcome.after(y + random.nextGaussian());
      outcomes.add(i % 4 == 0 ? outcome : outcome.within(said - 1.6, said + 1.6));
    }
    return outcomes;
  }
}
