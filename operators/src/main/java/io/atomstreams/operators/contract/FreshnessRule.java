package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import java.time.Duration;
import java.util.Set;

/**
 * How far an event may lie behind the moment at which the broker took it, in event time; both are
 * facts of the data, so the answer is the same in every run.
 */
public record FreshnessRule(String name, Set<EventType> on, Duration most) implements ContractRule {

  public FreshnessRule {
    ContractRule.check(name, on);
    on = Set.copyOf(on);
    if (most.isNegative() || most.isZero()) {
      throw new IllegalArgumentException("freshness is " + most + ", must be more than nothing");
    }
  }

  @Override
  public String violation(Event event, long takenAt) {
    return takenAt - event.ts() > most.toMillis()
        ? "ts is more than " + most + " behind the broker's time"
        : null;
  }

  @Override
  public boolean repairs() {
    return false;
  }

  @Override
  public Event repaired(Event event) {
    throw new UnsupportedOperationException("nobody knows when a stale event happened");
  }
}
