package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.Event;

/** The answer to "what is this record": an event, or the reason why it is none. */
public sealed interface Decoded {

  /** A usable event. */
  record Accepted(Event event) implements Decoded {}

  /**
   * An unusable one.
   *
   * @param detail names the thing, the value and the rule
   */
  record Rejected(RejectionReason reason, String detail) implements Decoded {}
}
