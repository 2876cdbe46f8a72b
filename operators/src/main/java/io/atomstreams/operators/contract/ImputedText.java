package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import java.util.Set;

/**
 * A rule about a text whose repair is the last text the customer sent that was as it should be.
 *
 * @param rule what is asked, and what becomes of a wrong text while nothing is known
 */
public record ImputedText(TextRule rule) implements HistoryRule {

  public ImputedText {
    if (!rule.field().isRepairable() || rule.field() == TextField.TEXT) {
      throw new IllegalArgumentException(
          rule.field().wireName()
              + " cannot be repaired with the last one: every event has its own");
    }
  }

  @Override
  public String name() {
    return rule.name();
  }

  @Override
  public Set<EventType> on() {
    return rule.on();
  }

  @Override
  public boolean repairs() {
    return true;
  }

  @Override
  public Memory.Form form() {
    return Memory.Form.TEXT;
  }

  @Override
  public String violation(Event event, Memory memory) {
    return rule.violation(event);
  }

  @Override
  public Event repaired(Event event, Memory memory) {
    String last = ((LatestText) memory).text();
    // what was learnt under another list of texts may be wrong under this one
    if (memory.isEmpty() || rule.isWrong(last)) {
      return rule.repairs() ? rule.repaired(event) : null;
    }
    return rule.field().with(event, last);
  }

  @Override
  public void learn(Event event, Memory memory) {
    String text = rule.field().of(event);
    if (text != null && !text.isEmpty() && !rule.isWrong(text)) {
      ((LatestText) memory).add(event.ts(), event.eventId(), text);
    }
  }
}
