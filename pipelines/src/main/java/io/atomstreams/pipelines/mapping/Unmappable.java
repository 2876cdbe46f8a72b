package io.atomstreams.pipelines.mapping;

/** Leaves the mapping of one row with a reason; an answer, so it carries no stack. */
final class Unmappable extends Exception {

  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * @param reason a code to count by, such as {@code not_a_number}
   * @param detail names column, value and rule
   */
  Unmappable(String reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
