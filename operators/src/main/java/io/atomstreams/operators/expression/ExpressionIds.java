package io.atomstreams.operators.expression;

import dev.cel.common.types.SimpleType;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.feature.EntityIds;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Entities found by an expression in the Common Expression Language that comes to their id: {@code
 * ship_to.substring(0, 2)}, {@code channel + '/' + device}. Travels as its text.
 *
 * <p>Where it comes to the empty text, the event names no such entity. Where it fails (a place
 * beyond a text's end) or comes to more than {@value #MOST_CHARACTERS} characters, neither, and
 * {@link #failures} counts it. Costs a few hundred nanoseconds an event.
 */
public final class ExpressionIds implements EntityIds {

  /** How long an id may be: it becomes part of a key in state and on topics. */
  public static final int MOST_CHARACTERS = 256;

  private static final long serialVersionUID = 1;

  private final String text;
  private transient Expression expression;
  private transient LongAdder failures;

  /**
   * Checks the expression.
   *
   * @param text comes to a text
   * @throws IllegalArgumentException naming line and column of a mistake
   */
  public ExpressionIds(String text) {
    this.text = text;
    compile();
  }

  private void compile() {
    expression = Expression.of(text, SimpleType.STRING);
    failures = new LongAdder();
  }

  private void readObject(java.io.ObjectInputStream in)
      throws java.io.IOException, ClassNotFoundException {
    in.defaultReadObject();
    compile();
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public List<String> in(Event event) {
    Object id = expression.of(event);
    if (id instanceof String found && found.length() <= MOST_CHARACTERS) {
      return found.isEmpty() ? List.of() : List.of(found);
    }
    failures.increment();
    return List.of();
  }

  @Override
  public long failures() {
    return failures.sum();
  }
}
