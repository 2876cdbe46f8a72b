package io.atomstreams.operators.validation;

/**
 * Leaves the reading of an event with a reason; carries no stack since it is an answer, not a
 * fault.
 */
final class MalformedEvent extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient RejectionReason reason;
  private final String outline;

  /** With a detail that quotes nothing of the event. */
  MalformedEvent(RejectionReason reason, String detail) {
    this(reason, detail, detail);
  }

  /**
   * With a detail that quotes the event.
   *
   * @param outline the same without the quotation
   */
  MalformedEvent(RejectionReason reason, String detail, String outline) {
    super(detail, null, false, false);
    this.reason = reason;
    this.outline = outline;
  }

  static MalformedEvent missing(String field) {
    return new MalformedEvent(RejectionReason.MISSING_FIELD, field + " is missing");
  }

  static MalformedEvent outOfRange(String field, String value, String rule) {
    return new MalformedEvent(
        RejectionReason.OUT_OF_RANGE,
        field + " is " + value + ", must be " + rule,
        field + " must be " + rule);
  }

  Decoded.Rejected rejected() {
    return new Decoded.Rejected(reason, getMessage(), outline);
  }
}
