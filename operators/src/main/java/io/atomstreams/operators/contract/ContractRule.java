package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import java.io.Serializable;
import java.util.Set;

/** One declared rule about one event. */
public sealed interface ContractRule extends Serializable
    permits TextRule, NumberRule, ConditionRule, FreshnessRule {

  String name();

  /** The types of the events it is about. */
  Set<EventType> on();

  /**
   * Which class of wrong value the event has, in words that do not quote it; {@code null} if it has
   * none.
   *
   * @param takenAt event time when the broker took it, ms
   */
  String violation(Event event, long takenAt);

  /** Whether it repairs what it finds; otherwise the event is refused. */
  boolean repairs();

  /** The event without the violation; to be asked only if there is one and it repairs. */
  Event repaired(Event event);

  /** A rule about nothing, or with a name that no metric can carry, is none. */
  static void check(String name, Set<EventType> on) {
    if (!name.matches("[a-z][a-z0-9_]{0,63}")) {
      throw new IllegalArgumentException(
          "the name is '"
              + name
              + "', must be a small letter and up to 63 small letters, digits and '_'");
    }
    if (on.isEmpty()) {
      throw new IllegalArgumentException("rule " + name + " is on no event type");
    }
  }
}
