package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.expression.EventCondition;
import java.util.Set;

/**
 * An expression that must hold. It may look at several fields and so repairs none of them; an event
 * on which it has no value is refused as well, since nobody can say that it holds.
 */
public record ConditionRule(String name, Set<EventType> on, EventCondition condition)
    implements ContractRule {

  public ConditionRule {
    ContractRule.check(name, on);
    on = Set.copyOf(on);
  }

  @Override
  public String violation(Event event, long takenAt) {
    return switch (condition.of(event)) {
      case HOLDS -> null;
      case FAILS -> "the check does not hold";
      case NO_VALUE -> "the check has no value for this event";
    };
  }

  @Override
  public boolean repairs() {
    return false;
  }

  @Override
  public Event repaired(Event event) {
    throw new UnsupportedOperationException("a check repairs nothing");
  }
}
