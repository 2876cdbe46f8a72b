package io.atomstreams.operators.label;

import io.atomstreams.operators.event.EventType;
import java.io.Serializable;
import java.time.Duration;

/**
 * A question about the future of a subject that the future answers. It is opened by an event of one
 * type at time t and looks at the span (t, t + horizon] and at nothing else.
 *
 * @param id e.g. {@code purchase_30d}
 * @param opensOn events that open it, where they were scored
 * @param maturity how far the log must reach beyond an opening before its label counts; at least
 *     the horizon, longer where events come late
 * @param cut how long after the opening a first answer is given out in the stream, from what is
 *     known then; at most the horizon. Shorter than it, the answer is provisional and corrected
 *     where a later event shows that it was wrong.
 */
public record LabelSpec(
    String id,
    Subject subject,
    EventType opensOn,
    PositiveOn positiveOn,
    Duration maturity,
    Duration cut)
    implements Serializable {

  /** Whose future is asked about. */
  public enum Subject {
    /** The entity a feature record is filed under. */
    CUSTOMER
  }

  /**
   * What makes a positive: an event of a type within the horizon, the absence of any, or the word
   * of people on the topic {@code feedback}.
   *
   * @param event {@code null} where people answer
   * @param absence whether the event's absence is the positive
   * @param horizon longer than 0
   */
  public record PositiveOn(EventType event, boolean absence, Duration horizon)
      implements Serializable {

    public static PositiveOn event(EventType event, Duration within) {
      return new PositiveOn(event, false, within);
    }

    public static PositiveOn absenceOf(EventType event, Duration span) {
      return new PositiveOn(event, true, span);
    }

    public static PositiveOn feedback(Duration within) {
      return new PositiveOn(null, false, within);
    }

    /** Whether nobody but people answers. */
    public boolean isFeedback() {
      return event == null;
    }

    /** Whether an event of this type answers. */
    public boolean isAnsweredBy(String type) {
      return event != null && event.wireName().equals(type);
    }
  }

  public LabelSpec {
    Duration horizon = positiveOn.horizon();
    if (horizon.isNegative() || horizon.isZero()) {
      throw new IllegalArgumentException(
          "label " + id + ": horizon is " + horizon + ", must be longer than 0");
    }
    if (maturity.compareTo(horizon) < 0) {
      throw new IllegalArgumentException(
          "label %s: maturity is %s, must be at least the horizon (%s)"
              .formatted(id, maturity, horizon));
    }
    if (cut.isNegative() || cut.isZero() || cut.compareTo(horizon) > 0) {
      throw new IllegalArgumentException(
          "label %s: cut is %s, must be longer than 0 and at most the horizon (%s)"
              .formatted(id, cut, horizon));
    }
  }

  /** A label whose first answer in the stream is the last: it is given at the horizon. */
  public LabelSpec(
      String id, Subject subject, EventType opensOn, PositiveOn positiveOn, Duration maturity) {
    this(id, subject, opensOn, positiveOn, maturity, positiveOn.horizon());
  }

  /** A label that counts as soon as its horizon has passed. */
  public LabelSpec(String id, Subject subject, EventType opensOn, PositiveOn positiveOn) {
    this(id, subject, opensOn, positiveOn, positiveOn.horizon());
  }

  public Duration horizon() {
    return positiveOn.horizon();
  }
}
