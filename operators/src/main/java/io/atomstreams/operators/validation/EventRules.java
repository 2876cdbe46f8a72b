package io.atomstreams.operators.validation;

/** What an installation asks of its events beyond {@link EventContract}. */
public interface EventRules {

  /** Asks nothing. */
  EventRules NONE = (accepted, takenAt) -> accepted;

  /**
   * The very same answer if the event is as it should be; else a repaired event or a rejection. A
   * repaired event is held against the contract again.
   *
   * @param takenAt event time when the broker took the record, ms
   */
  Decoded judge(Decoded.Accepted accepted, long takenAt);
}
