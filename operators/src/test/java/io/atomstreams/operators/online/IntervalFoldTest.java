package io.atomstreams.operators.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.state.NestedState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A prediction a second; answers come later; one tenant's are harder to tell than the other's. */
class IntervalFoldTest {

  private static final long WINDOW = 200_000;
  private static final int ROWS = 40_000;

  private final IntervalFold fold =
      new IntervalFold(new IntervalFold.Options(SampleExamples.LABEL, WINDOW, 0.9, 300, 10));

  private static Judged judged(int i, long delay, Example.Kind kind, double p, double y) {
    return new Judged(
        "q" + i,
        kind,
        SampleExamples.LABEL,
        SampleExamples.SCORER,
        "churn@1",
        Prediction.Role.CHAMPION,
        i % 4 == 0 ? "tenant=hard" : "tenant=easy",
        "",
        y,
        p,
        kind == Example.Kind.RETRACTED ? -1 : 1,
        i * 1000L,
        i * 1000L + delay);
  }

  /** From {@code changeAt} on the probabilities are further off. */
  private static List<Judged> stream(long delay, int changeAt, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Judged> stream = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double p = random.nextDouble();
      double off = (i % 4 == 0 ? 0.3 : 0.1) + (i >= changeAt ? 0.2 : 0);
      double truth = p + off * (0.5 - p) * 2;
      stream.add(judged(i, delay, Example.Kind.FIRST, p, random.nextDouble() < truth ? 1 : 0));
    }
    return stream;
  }

  private List<Evaluation> run(List<Judged> inputs, boolean restarts) throws IOException {
    List<Judged> sorted = new ArrayList<>(inputs);
    sorted.sort(Comparator.comparing(Judged::ts).thenComparing(fold.ties()));
    List<Finding> out = new ArrayList<>();
    Intervals state = fold.codec().create();
    for (int i = 0; i < sorted.size(); i++) {
      if (restarts && i % 777 == 0) {
        state =
            fold.codec()
                .adopt(NestedState.of(fold.codec(), NestedState.bytes(fold.codec(), state)));
      }
      if (fold.due(state) <= sorted.get(i).ts()) {
        fold.onTime(state, fold.due(state), out::add);
      }
      fold.add(state, sorted.get(i), out::add);
    }
    if (fold.due(state) != Fold.NEVER) {
      fold.onTime(state, fold.due(state), out::add);
    }
    return out.stream().map(Evaluation.class::cast).toList();
  }

  private static double value(Evaluation evaluation, String name) {
    return evaluation.metrics().stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static Evaluation last(List<Evaluation> run, String segment) {
    return run.stream().filter(e -> e.segment().equals(segment)).reduce((a, b) -> b).orElseThrow();
  }

  /** Over the windows from an instant on. */
  private static double coverage(List<Evaluation> run, String segment, long from) {
    double held = 0;
    double all = 0;
    for (Evaluation each : run) {
      double coverage = value(each, "coverage");
      if (each.segment().equals(segment) && each.from() >= from && !Double.isNaN(coverage)) {
        held += coverage * each.examples();
        all += each.examples();
      }
    }
    return held / all;
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 500_000, 5_000_000})
  void everySegmentIsCoveredHoweverLateAnswersCome(long delay) throws IOException {
    List<Evaluation> run = run(stream(delay, ROWS, 1), false);
    long settled = 3 * delay + 2_000_000;

    for (String segment : List.of("all", "tenant=easy", "tenant=hard")) {
      assertThat(coverage(run, segment, settled)).describedAs(segment).isBetween(0.88, 0.93);
    }
  }

  @Test
  void coverageComesBackAfterAChange() throws IOException {
    List<Evaluation> run = run(stream(500_000, ROWS / 2, 2), false);
    long changed = ROWS / 2 * 1000L;

    assertThat(coverage(run, "all", changed + 3_000_000)).isBetween(0.88, 0.93);
  }

  @Test
  void aSegmentOfItsOwnHasItsOwnThreshold() throws IOException {
    List<Evaluation> run = run(stream(1_000, ROWS, 3), false);
    Evaluation hard = last(run, "tenant=hard");
    Evaluation easy = last(run, "tenant=easy");

    assertThat(value(hard, "conformal_own")).isEqualTo(1);
    assertThat(value(hard, "conformal_threshold"))
        .isGreaterThan(value(easy, "conformal_threshold"));
    assertThat(value(run.get(0), "conformal_own")).isZero();
    assertThat(value(run.get(0), "coverage")).isNaN();
  }

  /** Recounted from nothing but the predictions and what was published. */
  @Test
  void coverageIsWhatAFollowerOfTheTopicSaw() throws IOException {
    List<Judged> stream = stream(500_000, ROWS, 4);
    List<Evaluation> run = run(stream, false);
    Evaluation last = last(run, "tenant=easy");
    double held = 0;
    double classes = 0;
    double all = 0;
    for (Judged each : stream) {
      if (each.segment().equals("tenant=easy")
          && each.ts() >= last.from()
          && each.ts() < last.to()) {
        double threshold =
            run.stream()
                .filter(e -> e.segment().equals("tenant=easy") && e.to() <= each.asOf())
                .reduce((a, b) -> b)
                .map(e -> value(e, "conformal_threshold"))
                .orElseThrow();
        boolean zero = each.probability() <= threshold;
        boolean one = 1 - each.probability() <= threshold;
        held += (each.target() == 1 ? one : zero) ? 1 : 0;
        classes += (zero ? 1 : 0) + (one ? 1 : 0);
        all++;
      }
    }

    assertThat(value(last, "coverage")).isEqualTo(held / all);
    assertThat(value(last, "set_size")).isEqualTo(classes / all);
  }

  @Test
  void whatIsTakenBackIsNotCounted() throws IOException {
    List<Judged> plain = stream(1_000, ROWS, 5);
    List<Judged> corrected = new ArrayList<>(plain);
    Judged wrong = plain.get(20_001);
    corrected.add(
        judged(20_001, 1_000, Example.Kind.RETRACTED, wrong.probability(), wrong.target()));
    corrected.add(
        judged(20_001, 1_000, Example.Kind.CORRECTED, wrong.probability(), wrong.target()));

    assertThat(run(corrected, false)).isEqualTo(run(plain, false));
  }

  @Test
  void aRestoredFoldSaysWhatAnUndisturbedOneDoes() throws IOException {
    List<Judged> stream = stream(500_000, ROWS / 2, 6);

    assertThat(run(stream, true)).isEqualTo(run(stream, false));
  }
}
