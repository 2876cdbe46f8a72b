package io.atomstreams.operators.label;

import io.atomstreams.operators.event.EventType;
import java.time.Duration;

/**
 * A question about the future of an entity that the future answers: opened by an event of one type
 * at time t, positive if an event of another follows in (t, t + horizon], negative if that span has
 * passed without one.
 *
 * @param id e.g. {@code purchase_30d}
 * @param horizon longer than 0
 */
public record LabelSpec(String id, EventType opensOn, EventType positiveOn, Duration horizon) {

  public LabelSpec {
    if (horizon.isNegative() || horizon.isZero()) {
      throw new IllegalArgumentException(
          "label " + id + ": horizon is " + horizon + ", must be longer than 0");
    }
  }

  /** Will this customer order again within 30 days of an order? */
  public static LabelSpec purchase30d() {
    return new LabelSpec(
        "purchase_30d", EventType.ORDER_PLACED, EventType.ORDER_PLACED, Duration.ofDays(30));
  }
}
