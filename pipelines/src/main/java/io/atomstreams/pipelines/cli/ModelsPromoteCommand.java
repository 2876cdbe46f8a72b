package io.atomstreams.pipelines.cli;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.pipelines.rollout.ModelRollout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atom models promote}: a version becomes champion. */
@Command(
    name = "promote",
    description = {
      "Makes a version champion: after its canary, or at once from the shadow (blue-green). The",
      "champion before stands by, warm, to be rolled back to. Where none has been champion yet, a",
      "verified version can be promoted."
    },
    footer = {
      "",
      "Examples:",
      "  atom models promote purchase_30d@2 --bootstrap-server localhost:9092",
      "  atom models promote purchase_30d@1 --first --bootstrap-server localhost:9092"
    })
final class ModelsPromoteCommand extends ModelsTransition {

  @Parameters(paramLabel = "REF", description = "NAME@VERSION.")
  private String ref;

  @Option(
      names = "--first",
      description = {
        "The scorer's first champion, for all events, past ones too: no running job is asked."
      })
  private boolean first;

  @Override
  Move move() {
    return Move.PROMOTE;
  }

  @Override
  ModelRef model(ModelRollout rollout) {
    return named(ref);
  }

  @Override
  boolean isFirst() {
    return first;
  }
}
