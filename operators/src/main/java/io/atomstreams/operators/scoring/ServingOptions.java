package io.atomstreams.operators.scoring;

import io.atomstreams.model.registry.Trust;
import java.io.Serializable;
import java.time.Duration;

/**
 * How a scoring stage serves, beside what it scores with.
 *
 * @param models where the registry of models is: a directory or a URI
 * @param trust whose models are opened
 * @param lead event time that a transition is given at least before it takes effect, 1 ms to 1 d:
 *     more saves subtasks the renewal of promises where event time runs fast, less lets it take
 *     effect sooner
 */
public record ServingOptions(
    String models,
    Trust trust,
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

  /** The usual ones, with models from this registry, whoever has registered them. */
  public static ServingOptions of(String models) {
    return new ServingOptions(
        models,
        Trust.ANYBODY,
        Duration.ofSeconds(1),
        Guardrails.DEFAULT,
        Explanations.Options.DEFAULT,
        Brownout.Options.DEFAULT);
  }

  /** The same with models from another registry. */
  public ServingOptions withModels(String another) {
    return new ServingOptions(another, trust, lead, guardrails, explanations, brownout);
  }
}
