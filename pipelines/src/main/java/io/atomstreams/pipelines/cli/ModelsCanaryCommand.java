package io.atomstreams.pipelines.cli;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.pipelines.config.DurationText;
import io.atomstreams.pipelines.rollout.ModelRollout;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code atom models canary}: a version answers for a growing share of the entities. */
@Command(
    name = "canary",
    description = {
      "Has a version that is in shadow answer for a growing share of the entities: always the same",
      "ones. It is sent back by itself if it breaks a guardrail of scoring.yaml."
    },
    footer = {
      "",
      "Examples:",
      "  atom models canary purchase_30d@2 --bootstrap-server localhost:9092",
      "  atom models canary purchase_30d@2 --ramp 10,50 --step 1d --bootstrap-server localhost:9092"
    })
final class ModelsCanaryCommand extends ModelsTransition {

  @Parameters(paramLabel = "REF", description = "NAME@VERSION.")
  private String ref;

  @Option(
      names = "--ramp",
      paramLabel = "PERCENT",
      split = ",",
      description = "Shares of the entities, growing (default 1,5,25,100).")
  private List<Integer> percents = Ramp.DEFAULT.percents();

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      description = "Event time between two of them, such as 30m or 1d (default 1h).")
  private String step = "1h";

  @Override
  Move move() {
    return Move.CANARY;
  }

  @Override
  ModelRef model(ModelRollout rollout) {
    return named(ref);
  }

  @Override
  Ramp ramp() {
    Duration each =
        DurationText.parse(step)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec().commandLine(),
                        "--step is '" + step + "', must be " + DurationText.RULE));
    try {
      return new Ramp(percents, each.toMillis());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), "--ramp: " + e.getMessage(), e);
    }
  }
}
