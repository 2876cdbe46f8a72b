package io.atomstreams.operators.expression;

import dev.cel.common.types.SimpleType;
import io.atomstreams.operators.event.Event;
import java.io.Serializable;
import java.util.OptionalLong;

/**
 * A whole number that an event comes to, in the Common Expression Language: {@code ts}, {@code
 * int(text)}, {@code order_value / units}. Travels as its text.
 */
public final class EventNumber implements Serializable {

  private static final long serialVersionUID = 1;

  private final String text;
  private transient Expression expression;

  /**
   * Checks the expression.
   *
   * @throws IllegalArgumentException naming line and column of a mistake
   */
  public EventNumber(String text) {
    this.text = text;
    this.expression = Expression.of(text, SimpleType.INT);
  }

  private void readObject(java.io.ObjectInputStream in)
      throws java.io.IOException, ClassNotFoundException {
    in.defaultReadObject();
    expression = Expression.of(text, SimpleType.INT);
  }

  /** The number; empty if there is none: a division by zero, a text that is no number. */
  public OptionalLong of(Event event) {
    return expression.of(event) instanceof Long number
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
