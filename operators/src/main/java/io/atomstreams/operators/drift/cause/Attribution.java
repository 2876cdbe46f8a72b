package io.atomstreams.operators.drift.cause;

import java.util.List;

/**
 * The cause of an alarm.
 *
 * @param features those that speak for it, or that moved with it, the furthest first
 * @param reason one sentence with the numbers that decided
 */
public record Attribution(Cause cause, String segment, List<String> features, String reason) {

  public Attribution {
    features = List.copyOf(features);
  }
}
