package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Finding;
import io.atomstreams.operators.fold.Fold;
import io.atomstreams.operators.state.StateCodec;
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
 */
public final class EvaluationFold implements Fold<Judgements, Judged, Finding> {

  private static final long serialVersionUID = 1;

  // Configuration.
  private final String label;
  private final long window;

  /**
   * Of one label.
   *
   * @param window ms, above 0
   */
  public EvaluationFold(String label, long window) {
    this.label = label;
    this.window = window;
  }

  /** What the models that scored an example said of it, for each segment it is in. */
  public static List<Judged> judged(Example example, Segments segments) {
    List<Judged> judged = new ArrayList<>();
    boolean isAnswer = example.target() == 0 || example.target() == 1;
    if (!isAnswer || example.scores().isEmpty()) {
      return judged;
    }
    for (String segment : segments.of(example)) {
      for (Example.Score score : example.scores()) {
        judged.add(
            new Judged(
                example.id(),
                example.kind(),
                example.label(),
                score.scorer(),
                score.modelVersion(),
                score.role(),
                segment,
                example.target(),
                score.probability(),
                example.weight(),
                example.ts()));
      }
    }
    return judged;
  }

  @Override
  public StateCodec<Judgements> codec() {
    return new JudgementsCodec();
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
  public void add(Judgements state, Judged judged, Consumer<Finding> out) {
    if (state.to == NEVER) {
      state.to = (Math.floorDiv(judged.ts(), window) + 1) * window;
    }
    state.add(judged);
  }

  @Override
  public long due(Judgements state) {
    return state.to;
  }

  @Override
  public void onTime(Judgements state, long time, Consumer<Finding> out) {
    if (state.weight > 0) {
      out.accept(
          new Evaluation(
              label,
              state.subject.scorer(),
              state.subject.modelVersion(),
              state.subject.role(),
              state.subject.segment(),
              time - window,
              time,
              Math.round(state.weight),
              Math.round(state.positives),
              state.metrics()));
    }
    state.clear();
  }

  /** Between two windows nothing is known. */
  @Override
  public long expiry(Judgements state) {
    return state.to == NEVER ? Long.MIN_VALUE : state.to;
  }
}
