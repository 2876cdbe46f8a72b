package io.atomstreams.pipelines.replay;

import io.atomstreams.operators.event.SourcePosition;
import java.util.Comparator;

/**
 * Where an input stands among those of its entity.
 *
 * <p>In the recorded order {@code time} is the entity's clock after the event and {@code sequence}
 * its number, as logged: the clock never goes back while a state lives and is further on in the
 * next, so both together order all lives of an entity. What changed no state stands behind the
 * event whose state it found. By event time, {@code time} is the event's own and {@code id} decides
 * between equal ones.
 *
 * @param group the entity, or, for an input without one, a name that only spreads the load
 * @param begin where the input begins in the file of all inputs
 */
record Place(
    String group,
    long time,
    long sequence,
    String id,
    Standing standing,
    SourcePosition source,
    long begin) {

  /** What the record says of an input. */
  enum Standing {
    /** Changed its entity's state. */
    ACCEPTED,
    /** Logged as a duplicate, or refused as late or by a rule: changed nothing. */
    UNCHANGED,
    /** Neither logged nor among the dead letters. */
    UNRECORDED,
    /** Is no event, or an event of nobody: its outcome depends on itself alone. */
    ALONE
  }

  static final Comparator<Place> ORDER =
      Comparator.comparing(Place::group)
          .thenComparingLong(Place::time)
          .thenComparingLong(Place::sequence)
          .thenComparing(place -> place.standing != Standing.ACCEPTED)
          .thenComparing(Place::id)
          .thenComparing(Place::source);

  /** Before every event of its entity. */
  static Place first(String group) {
    return edge(group, Long.MIN_VALUE, 0);
  }

  /** Behind every event of its entity. */
  static Place last(String group) {
    return edge(group, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  private static Place edge(String group, long time, long sequence) {
    SourcePosition nowhere = new SourcePosition("", 0, 0);
    return new Place(group, time, sequence, "", Standing.UNCHANGED, nowhere, 0);
  }

  static Place alone(String group, SourcePosition source, long begin) {
    return new Place(group, 0, 0, "", Standing.ALONE, source, begin);
  }

  /** Another input, right behind this one. */
  Place next(Standing standing, SourcePosition source, long begin) {
    return new Place(group, time, sequence, "", standing, source, begin);
  }
}
