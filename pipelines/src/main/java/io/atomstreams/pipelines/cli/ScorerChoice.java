package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.scoring.ScorerConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import picocli.CommandLine.Option;

/** Which of the job's scorers a command is about. */
final class ScorerChoice {

  @Option(
      names = "--scorer",
      paramLabel = "ID",
      description = "One of the scorers in scoring.yaml; the first unless given.")
  private String id;

  ScorerConfig of(ScoringConfig config) {
    return id == null ? config.scorer() : config.scorer(id);
  }
}
