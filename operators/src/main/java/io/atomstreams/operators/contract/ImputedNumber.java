package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SalesEvent;
import java.util.Set;

/**
 * A rule about a number whose repair is the customer's own last or median number: of the latest
 * that came as they should be. Made-up numbers are not learnt from.
 *
 * @param rule what is asked, and what becomes of a wrong number while nothing is known
 * @param latest how many numbers the median is of, 1 to 31; 1 for the last
 */
public record ImputedNumber(NumberRule rule, int latest) implements HistoryRule {

  public ImputedNumber {
    if (latest < 1 || latest > LatestNumbers.MOST) {
      throw new IllegalArgumentException(
          "latest is " + latest + ", must be 1 to " + LatestNumbers.MOST);
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
    return Memory.Form.NUMBERS;
  }

  @Override
  public String violation(Event event, Memory memory) {
    return rule.violation(event);
  }

  @Override
  public Event repaired(Event event, Memory memory) {
    LatestNumbers numbers = (LatestNumbers) memory;
    // what was learnt under another range may be wrong under this one
    if (numbers.isEmpty() || rule.isWrong(numbers.median())) {
      return rule.repairs() ? rule.repaired(event) : null;
    }
    long usual = numbers.median();
    return rule.field().with((SalesEvent) event, number -> rule.isWrong(number) ? usual : number);
  }

  @Override
  public void learn(Event event, Memory memory) {
    SalesEvent sale = (SalesEvent) event;
    NumberField field = rule.field();
    for (int i = 0; i < field.count(sale); i++) {
      long number = field.of(sale, i);
      if (!field.isAbsent(number) && !rule.isWrong(number)) {
        ((LatestNumbers) memory).add(sale.ts(), sale.eventId(), i, number, latest);
      }
    }
  }
}
