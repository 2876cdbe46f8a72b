package io.atomstreams.pipelines.report.section;

import io.atomstreams.pipelines.report.source.Archive;
import java.util.List;
import java.util.Optional;

/** The list of sections: one line each, in the order of the page. */
public final class Sections {

  private Sections() {}

  /**
   * With nothing taken in.
   *
   * @param clock what the records' times are
   * @param names of features by list
   * @param scorer if the report is of one alone
   */
  public static List<Section> all(
      Archive.Clock clock, FeatureNames names, Optional<String> scorer) {
    return List.of(
        new Overview(),
        new Traffic(clock),
        new Quality(clock),
        new Features(names),
        new Models(scorer),
        new Importances(),
        new Drifts(),
        new Rollouts(),
        new Learners());
  }
}
