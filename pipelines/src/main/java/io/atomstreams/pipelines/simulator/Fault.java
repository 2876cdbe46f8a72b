package io.atomstreams.pipelines.simulator;

/** What can be wrong with a record of the simulated stream. */
public enum Fault {
  /** Nothing. */
  NONE,
  /** The same bytes as an earlier record, 1 minute to 6 hours later. */
  DUPLICATE,
  /** A good event that is sent 2 minutes to 12 hours after it happened. */
  OUT_OF_ORDER,
  /** One more good event, 2 to 5 days behind what the same customer already sent. */
  LATE,
  /** A copy cut off in the middle. */
  MALFORMED,
  /** A copy with a type of event that does not exist. */
  UNKNOWN_TYPE,
  /** A copy with a value outside of the contract. */
  OUT_OF_RANGE,
  /** A copy without one of the required fields. */
  MISSING_FIELD,
  /** A copy dated 2 to 10 years ahead. */
  FUTURE,
  /** A good order worth 15 to 40 times what this customer usually spends. */
  VALUE_OUTLIER;

  /** Whether the record is one more than the customers caused. */
  public boolean isExtra() {
    return this != NONE && this != OUT_OF_ORDER && this != VALUE_OUTLIER;
  }
}
