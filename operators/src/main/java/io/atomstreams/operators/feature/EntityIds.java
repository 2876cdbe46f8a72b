package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.Event;
import java.io.Serializable;
import java.util.List;

/** How the entities of one kind are found in an event. */
public interface EntityIds extends Serializable {

  /** How, in a word or formula, as it was declared. */
  String text();

  /**
   * The ids in an event, each once, none empty; none where it names no such entity. A function of
   * the event alone; never throws.
   */
  List<String> in(Event event);

  /** What of an event concerns one of them. */
  default Event part(Event event, String id) {
    return event;
  }

  /** How many events it failed on since it was made or read back; any thread may ask. */
  default long failures() {
    return 0;
  }
}
