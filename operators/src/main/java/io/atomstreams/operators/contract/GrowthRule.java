package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.expression.EventNumber;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A number that must not fall from one event of a customer to a later one, such as a counter. Later
 * is by event time: an event that comes behind a later one must not exceed that one's number, and
 * of events at the same time nothing is asked.
 */
public record GrowthRule(String name, Set<EventType> on, EventNumber number)
    implements HistoryRule {

  public GrowthRule {
    ContractRule.check(name, on);
    on = Set.copyOf(on);
  }

  @Override
  public boolean repairs() {
    return false;
  }

  @Override
  public Memory.Form form() {
    return Memory.Form.PEAK;
  }

  @Override
  public String violation(Event event, Memory memory) {
    OptionalLong found = number.of(event);
    if (found.isEmpty()) {
      return "the value has no number for this event";
    }
    Peak peak = (Peak) memory;
    if (peak.isEmpty() || event.ts() == peak.clock()) {
      return null;
    }
    if (event.ts() > peak.clock()) {
      return found.getAsLong() < peak.value() ? "the value has fallen" : null;
    }
    return found.getAsLong() > peak.value() ? "the value has fallen since, on a later event" : null;
  }

  @Override
  public Event repaired(Event event, Memory memory) {
    return null;
  }

  @Override
  public void learn(Event event, Memory memory) {
    number.of(event).ifPresent(found -> ((Peak) memory).add(event.ts(), found));
  }
}
