package io.atomstreams.operators.scoring;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a scoring stage serves, beside what it scores with.
 *
 * @param models the directory of models
 * @param lead event time that a transition is given at least before it takes effect, 1 ms to 1 d:
 *     more saves subtasks the renewal of promises where event time runs fast, less lets it take
 *     effect sooner
 */
public record ServingOptions(
    String models,
    Duration lead,
    Guardrails guardrails,
    Explanations.Options explanations,
    Brownout.Options brownout)
    implements Serializable {

  public ServingOptions {
    if (lead.toMillis() < 1 || lead.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("lead is " + lead + ", must be 1ms to 1d");
    }
  }

  /** The usual ones, with models from this directory. */
  public static ServingOptions of(String models) {
    return new ServingOptions(
        models,
        Duration.ofSeconds(1),
        Guardrails.DEFAULT,
        Explanations.Options.DEFAULT,
        Brownout.Options.DEFAULT);
  }

  /** The same with models from another directory. */
  public ServingOptions withModels(String another) {
    return new ServingOptions(another, lead, guardrails, explanations, brownout);
  }
}
