package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import java.io.Serializable;
import java.util.Set;

/**
 * One declared rule that looks at an event and at what the same customer has sent before, on the
 * same topic. Immutable; what it has learnt of a customer is a {@link Memory}.
 */
public sealed interface HistoryRule extends Serializable
    permits ImputedNumber, ImputedText, GrowthRule, UsualRange {

  String name();

  /** The types of the events it is about. */
  Set<EventType> on();

  /** Whether it repairs what it finds, where it knows enough to. */
  boolean repairs();

  /** The kind of its memory. */
  Memory.Form form();

  /**
   * Which class of wrong value the event has, in words that do not quote it; {@code null} if it has
   * none.
   *
   * @param memory of this rule's form, empty for a customer of whom nothing is known
   */
  String violation(Event event, Memory memory);

  /**
   * The event without the violation, {@code null} if it is to be refused. To be asked only if there
   * is one.
   */
  Event repaired(Event event, Memory memory);

  /** Takes in what an accepted event had, as the rule saw it: before its own repair. */
  void learn(Event event, Memory memory);
}
