package io.atomstreams.operators.label;

import io.atomstreams.operators.event.EventType;
import java.time.Duration;

/**
 * A question about the future of a subject that the future answers. It is opened by an event of one
 * type at time t and looks at the span (t, t + horizon] and at nothing else.
 *
 * @param id e.g. {@code purchase_30d}
 * @param opensOn events that open it, where they were scored
 * @param maturity how far the log must reach beyond an opening before its label counts; at least
 *     the horizon, longer where events come late
 */
public record LabelSpec(
    String id, Subject subject, EventType opensOn, PositiveOn positiveOn, Duration maturity) {

  /** Whose future is asked about. */
  public enum Subject {
    /** The entity a feature record is filed under. */
    CUSTOMER
  }

  /**
   * What makes a positive: an event of a type within the horizon, or the absence of any.
   *
   * @param absence whether the event's absence is the positive
   * @param horizon longer than 0
   */
  public record PositiveOn(EventType event, boolean absence, Duration horizon) {

    public static PositiveOn event(EventType event, Duration within) {
      return new PositiveOn(event, false, within);
    }

    public static PositiveOn absenceOf(EventType event, Duration span) {
      return new PositiveOn(event, true, span);
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
  }

  /** A label that counts as soon as its horizon has passed. */
  public LabelSpec(String id, Subject subject, EventType opensOn, PositiveOn positiveOn) {
    this(id, subject, opensOn, positiveOn, positiveOn.horizon());
  }

  public Duration horizon() {
    return positiveOn.horizon();
  }
}
