package io.atomstreams.pipelines.report.section;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.pipelines.report.measure.ScoreTable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What one version said, and what was answered. */
final class ModelAnswers {

  private final ScoreTable table = new ScoreTable();
  private final Set<Prediction.Role> roles = EnumSet.noneOf(Prediction.Role.class);
  private long served;
  private long corrected;

  void take(Example example, Example.Score score) {
    table.add(score.probability(), example.target() >= 0.5, example.weight() < 0 ? -1 : 1);
    roles.add(score.role());
    served +=
        example.kind() == Example.Kind.FIRST && score.role() != Prediction.Role.SHADOW ? 1 : 0;
    corrected += example.kind() == Example.Kind.CORRECTED ? 1 : 0;
  }

  ScoreTable table() {
    return table;
  }

  /** Whose score counted when it was given out, first answers only. */
  long served() {
    return served;
  }

  long corrected() {
    return corrected;
  }

  long answers() {
    return table.noes() + table.yeses();
  }

  List<String> roles() {
    return roles.stream().map(Prediction.Role::word).toList();
  }

  ModelFigures figures() {
    return new ModelFigures(table);
  }
}
