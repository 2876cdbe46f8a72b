package io.atomstreams.operators.validation;

/** Why an input record went to {@code dead-letters}; the code is what the record says. */
public enum RejectionReason {
  EMPTY("empty"),
  TOO_LARGE("too_large"),
  NOT_JSON("not_json"),
  MISSING_FIELD("missing_field"),
  WRONG_TYPE("wrong_type"),
  UNKNOWN_TYPE("unknown_type"),
  UNSUPPORTED_VERSION("unsupported_version"),
  OUT_OF_RANGE("out_of_range"),
  TIMESTAMP_OUT_OF_BOUNDS("timestamp_out_of_bounds"),
  CONTRACT("contract"),
  UNMAPPED("unmapped"),
  UNREADABLE("unreadable"),
  LATE("late");

  private final String code;

  RejectionReason(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
