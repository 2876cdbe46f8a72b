package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.Event;

/** The answer to "what is this record": an event, or the reason why it is none. */
public sealed interface Decoded {

  /** A usable event. */
  record Accepted(Event event) implements Decoded {}

  /**
   * An unusable one.
   *
   * @param detail names the thing, the value and the rule; cut where the value makes it too long
   */
  record Rejected(RejectionReason reason, String detail) implements Decoded {

    private static final int MAX_DETAIL = 500;

    public Rejected {
      if (detail.length() > MAX_DETAIL) {
        detail = detail.substring(0, MAX_DETAIL) + "…";
      }
    }
  }
}
