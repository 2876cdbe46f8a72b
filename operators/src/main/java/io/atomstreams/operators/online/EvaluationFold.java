package io.atomstreams.operators.online;

import io.atomstreams.operators.evaluation.BinaryEvaluator;
import io.atomstreams.operators.evaluation.EvaluationReport;
import io.atomstreams.operators.evaluation.GroupFairness;
import io.atomstreams.operators.evaluation.Outcome;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Evaluation.Metric;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Evaluates what is judged under one {@link Judged#key} in windows of event time, by when answers
 * were given: {@code [k·w, (k+1)·w)}. An answer that is taken back is taken out of the window in
 * which that becomes known, and the right one goes into it: so windows add up to what is known at
 * their end, and none is written twice. A window in which as much was taken back as came says
 * nothing.
 *
 * <p>Sums and counts are exact ({@link BinaryEvaluator}): an answer that comes and is taken back in
 * one window leaves no trace, and the figures are those of the window's answers in any order. Only
 * what compares with the previous answer ({@code error_no_change}, {@code kappa_temporal}) is about
 * first answers in their order, and stays so when one of them is taken back.
 *
 * <p>Memory: some 10 kB for a key with an open window, and 100 bytes for each different score up to
 * {@code exactScores}.
 */
public final class EvaluationFold implements Fold<Evaluated, Judged, Finding> {

  private static final long serialVersionUID = 1;

  // Configuration.
  private final Options options;
  private final BinaryEvaluator evaluator;
  private final GroupFairness fairness;

  /**
   * The settings.
   *
   * @param label whose evaluations they are
   * @param window ms, above 0
   */
  public record Options(
      String label, long window, BinaryEvaluator.Options figures, GroupFairness.Options fairness)
      implements Serializable {

    public Options {
      if (window <= 0) {
        throw new IllegalArgumentException(
            "evaluations of %s: window is %d ms, must be longer than 0".formatted(label, window));
      }
    }
  }

  public EvaluationFold(Options options) {
    this.options = options;
    this.evaluator = new BinaryEvaluator(options.figures());
    this.fairness = new GroupFairness(options.fairness());
  }

  /** What the models that scored an example said of it, for each segment it is in. */
  public static List<Judged> judged(Example example, Segments segments) {
    List<Judged> judged = new ArrayList<>();
    if (example.target() == 0 || example.target() == 1) {
      example
          .scores()
          .forEach(score -> Said.by(score).judge(example, example.weight(), segments, judged::add));
    }
    return judged;
  }

  @Override
  public StateCodec<Evaluated> codec() {
    return new EvaluatedCodec(options.figures());
  }

  @Override
  public long time(Judged judged) {
    return judged.ts();
  }

  @Override
  public Comparator<Judged> ties() {
    return Comparator.comparing(Judged::exampleId)
        .thenComparing(Judged::kind)
        .thenComparing(Judged::target)
        .thenComparing(Judged::probability);
  }

  @Override
  public void add(Evaluated state, Judged judged, Consumer<Finding> out) {
    if (state.to == NEVER) {
      state.to = (Math.floorDiv(judged.ts(), options.window()) + 1) * options.window();
    }
    state.subject = Evaluated.Subject.of(judged);
    boolean isFirst = state.firsts.isFirst(judged.exampleId(), judged.kind());
    Outcome outcome =
        Outcome.binary(judged.probability(), judged.target() == 1)
            .weighing(judged.weight())
            .after(isFirst ? state.previous : Double.NaN);
    evaluator.add(state.figures, outcome);
    if (!judged.group().isEmpty()) {
      fairness.add(state.groups, judged.group(), outcome);
    }
    if (isFirst) {
      state.previous = judged.target();
    }
  }

  @Override
  public long due(Evaluated state) {
    return state.to;
  }

  @Override
  public void onTime(Evaluated state, long time, Consumer<Finding> out) {
    EvaluationReport report = evaluator.report(state.figures);
    if (report.weight() > 0) {
      out.accept(evaluation(state, time, report));
    }
    Evaluated empty = codec().create();
    state.to = NEVER;
    state.subject = null;
    state.previous = Double.NaN;
    state.firsts.take(empty.firsts);
    state.figures = empty.figures;
    state.groups = empty.groups;
  }

  private Evaluation evaluation(Evaluated state, long time, EvaluationReport report) {
    List<Metric> metrics = new ArrayList<>(Figures.of(report, options.figures()));
    GroupFairness.Report groups = fairness.report(state.groups);
    if (!groups.groups().isEmpty()) {
      metrics.addAll(Figures.of(groups));
    }
    return new Evaluation(
        options.label(),
        state.subject.scorer(),
        state.subject.modelVersion(),
        state.subject.role(),
        state.subject.segment(),
        time - options.window(),
        time,
        Math.round(report.weight()),
        Math.round(report.value("baseRate") * report.weight()),
        metrics);
  }

  /** Between two windows nothing is known. */
  @Override
  public long expiry(Evaluated state) {
    return state.to == NEVER ? Long.MIN_VALUE : state.to;
  }
}
