package io.atomstreams.pipelines.cli;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.pipelines.rollout.ModelRollout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code atom models retire}: a version never serves again. */
@Command(
    name = "retire",
    description = {
      "Takes a version out for good. A champion cannot be retired: promote another first."
    },
    footer = {
      "",
      "Example:",
      "  atom models retire purchase_30d@2 --bootstrap-server localhost:9092"
    })
final class ModelsRetireCommand extends ModelsTransition {

  @Parameters(paramLabel = "REF", description = "NAME@VERSION.")
  private String ref;

  @Override
  Move move() {
    return Move.RETIRE;
  }

  @Override
  ModelRef model(ModelRollout rollout) {
    return named(ref);
  }
}
