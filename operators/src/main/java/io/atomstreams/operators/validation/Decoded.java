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
   * @param outline the same without anything the record says: for where its values must not appear
   */
  record Rejected(RejectionReason reason, String detail, String outline) implements Decoded {

    private static final int MAX_DETAIL = 500;
    private static final String NO_OUTLINE = "the detail is left out: it may quote the record";

    public Rejected {
      if (detail.length() > MAX_DETAIL) {
        detail = detail.substring(0, MAX_DETAIL) + "…";
      }
    }

    /** With a detail that may quote the record, and no outline of it. */
    public Rejected(RejectionReason reason, String detail) {
      this(reason, detail, NO_OUTLINE);
    }

    /** With a detail that quotes nothing of the record. */
    public static Rejected unquoted(RejectionReason reason, String detail) {
      return new Rejected(reason, detail, detail);
    }
  }
}
