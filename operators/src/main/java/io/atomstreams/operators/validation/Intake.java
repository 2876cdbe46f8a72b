package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.SourcePosition;

/**
 * One record as it came in, together with what was made of it: an event, or the reason why it is
 * none. The raw bytes stay with it until its outcome is decided, so that whoever refuses it can
 * keep it whole.
 *
 * @param route what the record is grouped by: {@code tenant|customer id} where the customer is
 *     known; otherwise a name that only spreads the load and owns no state
 * @param key the record's key as read, or {@code null}
 * @param raw the record's value as read, or {@code null}
 * @param event {@code null} if refused
 * @param reason a {@link RejectionReason#code()}, {@code null} if not refused
 * @param readAtMicros wall clock when the source read the record, µs since the epoch
 */
public record Intake(
    SourcePosition source,
    String route,
    byte[] key,
    byte[] raw,
    Event event,
    String reason,
    String detail,
    long readAtMicros) {

  /** Timestamp of a record that says nothing about event time. */
  public static final long NO_TIME = Long.MIN_VALUE;

  public static Intake accepted(
      SourcePosition source, byte[] key, byte[] raw, Event event, long readAtMicros) {
    String route =
        event.customerId() == null ? source.spread() : event.tenant() + "|" + event.customerId();
    return new Intake(source, route, key, raw, event, null, null, readAtMicros);
  }

  public static Intake refused(
      SourcePosition source, byte[] key, byte[] raw, Decoded.Rejected rejected, long readAtMicros) {
    return new Intake(
        source,
        source.spread(),
        key,
        raw,
        null,
        rejected.reason().code(),
        rejected.detail(),
        readAtMicros);
  }

  public boolean isRefused() {
    return event == null;
  }

  public boolean hasEntity() {
    return event != null && event.customerId() != null;
  }

  /**
   * The same record after one more judgement of its event: with the event as it is now, or refused.
   * Either way it stays where it is grouped.
   */
  public Intake judged(Decoded decoded) {
    if (decoded instanceof Decoded.Accepted accepted) {
      return accepted.event() == event
          ? this
          : new Intake(source, route, key, raw, accepted.event(), null, null, readAtMicros);
    }
    Decoded.Rejected rejected = (Decoded.Rejected) decoded;
    return new Intake(
        source, route, key, raw, null, rejected.reason().code(), rejected.detail(), readAtMicros);
  }

  /** Event time, ms, or {@link #NO_TIME}. */
  public long ts() {
    return event == null ? NO_TIME : event.ts();
  }

  public DeadLetter deadLetter() {
    return deadLetter(reason, detail);
  }

  public DeadLetter deadLetter(String why, String explanation) {
    return new DeadLetter(why, explanation, key, raw, source, readAtMicros);
  }
}
