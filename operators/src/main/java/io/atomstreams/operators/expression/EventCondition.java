package io.atomstreams.operators.expression;

import dev.cel.common.types.SimpleType;
import io.atomstreams.operators.event.Event;
import java.io.Serializable;

/**
 * What must hold of an event, in the Common Expression Language: {@code units <= 500 && currency in
 * ['EUR', 'GBP']}. Travels as its text.
 */
public final class EventCondition implements Serializable {

  private static final long serialVersionUID = 1;

  private final String text;
  private transient Expression expression;

  /**
   * Checks the expression.
   *
   * @throws IllegalArgumentException naming line and column of a mistake
   */
  public EventCondition(String text) {
    this.text = text;
    this.expression = Expression.of(text, SimpleType.BOOL);
  }

  private void readObject(java.io.ObjectInputStream in)
      throws java.io.IOException, ClassNotFoundException {
    in.defaultReadObject();
    expression = Expression.of(text, SimpleType.BOOL);
  }

  /** What an event comes to. */
  public enum Verdict {
    HOLDS,
    FAILS,
    /** There is no answer: a division by zero, a place beyond a list. */
    NO_VALUE
  }

  public Verdict of(Event event) {
    Object value = expression.of(event);
    if (value == null) {
      return Verdict.NO_VALUE;
    }
    return Boolean.TRUE.equals(value) ? Verdict.HOLDS : Verdict.FAILS;
  }

  @Override
  public String toString() {
    return text;
  }
}
