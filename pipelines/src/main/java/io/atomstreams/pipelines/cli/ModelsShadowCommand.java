package io.atomstreams.pipelines.cli;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.pipelines.rollout.ModelRollout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code atom models shadow}: a version scores along, for comparison. */
@Command(
    name = "shadow",
    description = {
      "Has a version score what the champion scores; its scores go to shadow-predictions and nobody",
      "acts on them."
    },
    footer = {
      "",
      "Example:",
      "  atom models shadow purchase_30d@2 --bootstrap-server localhost:9092"
    })
final class ModelsShadowCommand extends ModelsTransition {

  @Parameters(paramLabel = "REF", description = "NAME@VERSION.")
  private String ref;

  @Override
  Move move() {
    return Move.SHADOW;
  }

  @Override
  ModelRef model(ModelRollout rollout) {
    return named(ref);
  }
}
