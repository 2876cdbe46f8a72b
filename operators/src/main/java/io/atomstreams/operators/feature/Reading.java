package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.Event;
import java.io.Serializable;

/** What an event contributes to a feature: a number in its unit, or a name as its 64-bit hash. */
public interface Reading extends Serializable {

  /** The event contributes nothing and is not counted. */
  long ABSENT = Long.MIN_VALUE;

  /**
   * What is read, in a word or formula: readings with equal texts give equal values. No line break
   * and no {@code |}, since columns are described with it.
   */
  String text();

  /** What is read, as it was declared. */
  default String description() {
    return text();
  }

  /** Whether it is a name: told apart from others and counted, but no quantity. */
  boolean isName();

  /** How many events it failed on since it was made or read back; any thread may ask. */
  default long failures() {
    return 0;
  }

  /** The value in an event, or {@link #ABSENT}. A function of the event alone; never throws. */
  long of(Event event);
}
