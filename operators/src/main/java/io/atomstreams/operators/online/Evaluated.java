package io.atomstreams.operators.online;

import io.atomstreams.operators.evaluation.BinaryEvaluator;
import io.atomstreams.operators.evaluation.GroupFairness;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.fold.Fold;

/** What is judged under one key in the window that is open. For one thread. */
public final class Evaluated {

  /** Who said what is judged, and of which examples. */
  record Subject(String scorer, String modelVersion, Prediction.Role role, String segment) {
    static Subject of(Judged judged) {
      return new Subject(judged.scorer(), judged.modelVersion(), judged.role(), judged.segment());
    }
  }

  /** The window's end, event time, ms; {@link Fold#NEVER} if none is open. */
  long to = Fold.NEVER;

  /** What is judged; {@code null} while no window is open. */
  Subject subject;

  /** The first answer before, of this window; {@code NaN} before the first. */
  double previous = Double.NaN;

  final FirstAnswers firsts = new FirstAnswers();
  BinaryEvaluator.State figures;
  GroupFairness.State groups;

  /** The settings it was begun under. */
  final BinaryEvaluator.Options options;

  Evaluated(
      BinaryEvaluator.Options options, BinaryEvaluator.State figures, GroupFairness.State groups) {
    this.options = options;
    this.figures = figures;
    this.groups = groups;
  }
}
