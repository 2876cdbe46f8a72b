package io.atomstreams.pipelines.cli;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.Lineup;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.pipelines.rollout.ModelRollout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code atom models rollback}: a version leaves service. */
@Command(
    name = "rollback",
    description = {
      "Takes a version out of service: the canary if there is one, else the champion, whose place",
      "the one that stands by takes again. It stays verified and can be tried once more."
    },
    footer = {
      "",
      "Examples:",
      "  atom models rollback --bootstrap-server localhost:9092",
      "  atom models rollback purchase_30d@2 --reason 'scores too high' --bootstrap-server HOST:PORT"
    })
final class ModelsRollbackCommand extends ModelsTransition {

  @Parameters(
      paramLabel = "REF",
      arity = "0..1",
      description = "NAME@VERSION; else the canary, else the champion.")
  private String ref;

  @Override
  Move move() {
    return Move.ROLLBACK;
  }

  @Override
  ModelRef model(ModelRollout rollout) {
    Lineup lineup = rollout.timeline().lineup();
    return ref != null
        ? named(ref)
        : lineup
            .canary()
            .map(Lineup.Canary::model)
            .or(lineup::champion)
            .orElseThrow(
                () -> new IllegalArgumentException("no model is in service: nothing to roll back"));
  }
}
